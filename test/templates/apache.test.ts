import { apache } from "../support/web-servers/apache.ts";
import { walkWebServer } from "./web-server-walk.ts";

walkWebServer(apache);
