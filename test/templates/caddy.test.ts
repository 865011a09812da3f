import { caddy } from "../support/web-servers/caddy.ts";
import { walkWebServer } from "./web-server-walk.ts";

walkWebServer(caddy);
