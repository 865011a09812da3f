/** Tabs of one browser share its cookies: one of them plays, the others look on until it is closed. */
export function whenOurTurn(play: () => void): void {
  void navigator.locks.request("playground", () => {
    play();
    // Held for as long as this page is open.
    return new Promise(() => {});
  });
}
