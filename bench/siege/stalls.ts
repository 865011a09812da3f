/** A way to hold a connection for as long as a server lets one. */
export interface Stall {
  readonly name: string;
  /** Sent at once. */
  readonly opening: string;
  /** Sent every few seconds, so that the connection never looks idle; empty: nothing. */
  readonly drip: string;
  /** Whether what the server says is read. */
  readonly isRead: boolean;
}

const HOST = "Host: www.shop.example\r\n";

export const STALLS: readonly Stall[] = [
  { name: "nothing sent", opening: "", drip: "", isRead: true },
  {
    name: "headers dribbled",
    opening: `POST /ht/v1/track HTTP/1.1\r\n${HOST}`,
    drip: "X-Slow: 1\r\n",
    isRead: true,
  },
  {
    name: "body dribbled",
    opening: `POST /ht/v1/track HTTP/1.1\r\n${HOST}Content-Length: 100000\r\n\r\n{`,
    drip: " ",
    isRead: true,
  },
  {
    name: "answer not read",
    opening: `GET /ht/browser/large.js HTTP/1.1\r\n${HOST}\r\n`,
    drip: "",
    isRead: false,
  },
];
