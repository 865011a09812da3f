import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Site } from "../support/web-servers/start-site.ts";

/** An environment in which curl finds www.example.com at the site, and what listens on 8787 by a README at `port`. */
export async function curlHome(site: Site, port: number): Promise<{ readonly HOME: string }> {
  const home = join(site.root, "home");
  await mkdir(home, { recursive: true });
  const lines = [
    `cacert = "${site.certificate}"`,
    `connect-to = "www.example.com:443:127.0.0.1:${site.port}"`,
    `connect-to = "127.0.0.1:8787:127.0.0.1:${port}"`,
    "silent",
  ];
  await writeFile(join(home, ".curlrc"), lines.join("\n"));
  return { HOME: home };
}
