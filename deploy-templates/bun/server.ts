import { defineConfig, hightouch } from "firstparty";
import { serve } from "firstparty/server";

const config = defineConfig({
  vendors: [hightouch()],
  cookieDomains: ["example.com"], // your registrable domain, or FIRSTPARTY_COOKIE_DOMAINS in the environment
});

await serve(config);
