import type { ParityCase } from "../case.ts";
import { browserCookie, gone, twin } from "./expected-cookies.ts";

export const clearAndRestoreScriptCases: readonly ParityCase[] = [
  {
    name: "clear expires both variants of every twin, carried or not, and no browser cookie",
    send: {
      method: "POST",
      path: "/ht/clear",
      headers: { cookie: "htjs_anonymous_id=a", "sec-fetch-site": "same-origin" },
    },
    vendor: null,
    answer: { status: 200, setCookies: [...gone("htjs_anonymous_id_srvr"), ...gone("htjs_user_id_srvr")] },
  },
  {
    name: "clear leaves the reset marker for the renew that is still on its way",
    send: { method: "POST", path: "/ht/clear", headers: { cookie: "fp_reset_hightouch=1" } },
    vendor: null,
    answer: {
      status: 200,
      headers: { "cache-control": "private, no-store" },
      setCookies: [...gone("htjs_anonymous_id_srvr"), ...gone("htjs_user_id_srvr")],
    },
  },
  {
    name: "clear by GET is refused: a link or an image must not log anybody out",
    send: { path: "/ht/clear" },
    vendor: null,
    answer: { status: 405, code: "method_not_allowed" },
  },
  {
    name: "restore.js restores before an SDK reads its cookies, as a script that is never stored",
    send: { path: "/ht/restore.js", headers: { cookie: "htjs_anonymous_id_srvr=a1", "sec-fetch-site": "same-origin" } },
    vendor: null,
    answer: {
      status: 200,
      headers: {
        "content-type": "text/javascript; charset=utf-8",
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
      },
      setCookies: [browserCookie("htjs_anonymous_id", "a1"), twin("htjs_anonymous_id_srvr", "a1")],
    },
  },
  {
    name: "restore.js answers HEAD without a body",
    send: { method: "HEAD", path: "/ht/restore.js" },
    vendor: null,
    answer: { status: 200, body: "" },
  },
  {
    name: "restore.js in a stranger's page is a script that changes nothing",
    send: { path: "/ht/restore.js", headers: { cookie: "htjs_anonymous_id_srvr=a1", "sec-fetch-site": "cross-site" } },
    vendor: null,
    answer: { status: 200, headers: { "content-type": "text/javascript; charset=utf-8" } },
  },
];
