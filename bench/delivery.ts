import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { event, SCRIPT_BYTES, type Work, WORK, type WorkName } from "./work.ts";

/** Asserts that a subject does its work at all: whoever answers without asking the origin is fast. */
export async function assertDelivers(subject: string, origin: string, name: WorkName): Promise<void> {
  if (name === "renew") {
    const { status, body } = await ask(subject, WORK.renew);
    assert.equal(status, 200);
    // A bare server writes nothing; firstparty has to name the twins.
    const { written }: { written: string[] } = JSON.parse(body);
    assert.ok(written.length === 0 || written.includes("htjs_anonymous_id_srvr"), body);
  } else if (name === "script") {
    const { status, body } = await ask(subject, WORK.script);
    assert.deepEqual([status, body.length], [200, SCRIPT_BYTES]);
  } else {
    const sent = event(randomUUID());
    const { status, body } = await ask(subject, { ...WORK.event, body: sent });
    assert.deepEqual([status, body], [200, '{"success":true}']);
    const received = await ask(origin, { method: "GET", path: "/received", headers: {}, body: "" });
    assert.equal(received.body, sent, "the origin has another body than was sent");
  }
}

/** Not by fetch, which puts in headers of its own and refuses some of these. */
function ask(origin: string, { method, path, headers, body }: Work): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(origin + path, { method, headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => (text += part));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: text }));
      response.on("error", reject);
    });
    asked.on("error", reject);
    asked.end(body);
  });
}
