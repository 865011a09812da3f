import { join } from "node:path";

/** @type {import("next").NextConfig} */
export default {
  skipTrailingSlashRedirect: true,
  // The site's own, which the table would take for ours: a header, and gzip over what fetch has decoded.
  poweredByHeader: false,
  compress: false,
  turbopack: { root: join(import.meta.dirname, "../../../..") },
};
