import type { ParityCase } from "../case.ts";
import { browserCookie, twin } from "./expected-cookies.ts";

const renew = (cookie: string) => ({
  method: "POST",
  path: "/acme/renew",
  headers: { "sec-fetch-site": "same-origin", cookie },
});

export const shapeCases: readonly ParityCase[] = [
  {
    name: "a value of the form that its SDK fixes is mirrored",
    send: renew("ac_device=0badcafe"),
    vendor: null,
    answer: { status: 200, setCookies: [twin("ac_device_srvr", "0badcafe")] },
  },
  ...["0badcafe0badcafe", "x0badcafe", "none0", "0BADCAFE", ""].map((value): ParityCase => ({
    name: `a value of another form than its SDK's is left alone, and so is its twin: "${value}"`,
    why: "a neighbouring sub-domain can plant any text, and renew would make it HttpOnly for 400 days; it counts as present, so nothing is restored over it",
    send: renew(`ac_device=${value}; ac_device_srvr=0badcafe`),
    vendor: null,
    answer: { status: 200, setCookies: [] },
  })),
  {
    name: "a twin of another form than its SDK's is not restored",
    send: renew("ac_device_srvr=<planted>"),
    vendor: null,
    answer: { status: 200, setCookies: [] },
  },
  {
    name: "a twin of the SDK's form is restored",
    send: renew("ac_device_srvr=none"),
    vendor: null,
    answer: { status: 200, setCookies: [browserCookie("ac_device", "none"), twin("ac_device_srvr", "none")] },
  },
  {
    name: "an id that a site may choose is free text, whatever it looks like",
    why: "where the form is not the SDK's own, a filter would lose people",
    send: renew("ac_user=Ann+O'Neil/=<1>"),
    vendor: null,
    answer: { status: 200, setCookies: [twin("ac_user_srvr", "Ann+O'Neil/=<1>")] },
  },
];
