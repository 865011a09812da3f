import { defineConfig, hightouch } from "firstparty";

export default defineConfig({
  vendors: [hightouch()],
  cookieDomains: ["example.com"], // your registrable domain
  trustedHops: 1, // the web server in front, which says who the visitor is
});
