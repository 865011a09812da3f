import { listen } from "./listening.ts";

const BODY = '{"written":[],"expired":[]}';
const HEADERS = ["content-type", "application/json", "content-length", String(BODY.length)];

listen((_incoming, outgoing) => {
  outgoing.writeHead(200, HEADERS);
  outgoing.end(BODY);
});
