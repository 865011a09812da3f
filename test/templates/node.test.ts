import { walkContainer, walkOwnServer } from "./own-server-walk.ts";

walkOwnServer("node");
walkContainer("node");
