import { walkContainer, walkOwnServer } from "./own-server-walk.ts";

walkOwnServer("bun");
walkContainer("bun");
