import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import type { FirstParty } from "../../core/index.ts";

const templates = join(import.meta.dirname, "../../deploy-templates");

afterEach(() => vi.restoreAllMocks());

// In code of one's own nothing is logged: on a serverless platform these lines are all that there is at night.
test.each(["vercel/same-project", "vercel/separate-project", "netlify", "netlify-edge", "cloudflare"])(
  "%s: a failure is one line with its code, and nothing of the visitor's",
  async (name) => {
    const secret = "a-secret-of-both-projects";
    vi.stubEnv("ORIGIN_SECRET", secret);
    const written = vi.spyOn(console, "error").mockReturnValue();
    const { handler } = (await import(join(templates, name, "firstparty.ts"))) as { readonly handler: FirstParty };
    const headers = { host: "www.example.com", cookie: "secret=1", "x-origin-verify": secret };
    const answer = await handler(new Request("https://www.example.com/ht/no/such?secret=1", { headers }));
    expect(answer.status).toBe(404);
    expect(written.mock.calls).toEqual([['{"code":"no_route","status":404}']]);
  },
);
