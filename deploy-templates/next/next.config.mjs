/** @type {import("next").NextConfig} */
export default {
  skipTrailingSlashRedirect: true, // what ends in a slash is the vendor's to judge
  poweredByHeader: false,
};
