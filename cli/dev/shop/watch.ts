import { cookieWrite } from "../cookie-write.ts";
import type { Act, Write } from "../moments.ts";
import { tellServer, type Watch } from "./shop-window.ts";

// Looks on while scripts of the page write cookies and local storage, and tells the server. Every call goes through unchanged.

let pending: Write[] = [];

function saw(write: Write): void {
  if (pending.length === 0) queueMicrotask(flush);
  pending.push(write);
}

/** What one turn of a script has written is one moment. */
function flush(): void {
  if (pending.length > 0) tellServer([{ at: Date.now(), kind: "script", writes: pending }]);
  pending = [];
}

function tell(act: Act): void {
  flush();
  tellServer([{ at: Date.now(), kind: "act", act }]);
}

const cookie = Object.getOwnPropertyDescriptor(Document.prototype, "cookie");
Object.defineProperty(Document.prototype, "cookie", {
  ...cookie,
  set(this: Document, text: string) {
    cookie?.set?.call(this, text);
    saw(cookieWrite(String(text), Date.now()));
  },
});

const { setItem, removeItem } = Storage.prototype;
Object.assign(Storage.prototype, {
  setItem(this: Storage, name: string, value: string) {
    setItem.call(this, name, value);
    if (this === localStorage) saw({ store: "local storage", name, value });
  },
  removeItem(this: Storage, name: string) {
    removeItem.call(this, name);
    if (this === localStorage) saw({ store: "local storage", name, value: null });
  },
});

let underWay = 0;
const { fetch } = window;
window.fetch = (...args) => {
  underWay++;
  const answer = fetch(...args);
  const isOver = () => void underWay--;
  answer.then(isOver, isOver);
  return answer;
};

Object.assign(window, { watch: { callsUnderWay: () => underWay, tell } satisfies Watch });
tell("open");
