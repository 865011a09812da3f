import { userInfo } from "node:os";
import type { WebServer } from "./web-server.ts";

export const nginx: WebServer = {
  name: "nginx",
  template: "nginx",
  program: "nginx",
  files: ({ root, port, certificate, key }) => ({
    // Paths of `include` are relative to this file.
    "etc/nginx/nginx.conf": `
${nginxProcess(root)}
events { worker_connections 512; }
http {
  ${nginxTemporary(root)}
  access_log ${root}/var/log/access.log;
  default_type text/html;
  gzip on;
  include conf.d/*.conf;
  include sites-enabled/*;
}
`,
    "etc/nginx/conf.d/.keep": "",
    "etc/nginx/snippets/.keep": "",
    "etc/nginx/sites-enabled/www.example.com": `
server {
  listen 127.0.0.1:${port} ssl http2;
  listen [::1]:${port} ssl http2;
  server_name www.example.com;
  ssl_certificate ${certificate};
  ssl_certificate_key ${key};
  root ${root}/var/www;
  # here
}
`,
  }),
  site: { file: "etc/nginx/sites-enabled/www.example.com", here: "  # here\n" },
  places: {
    "firstparty-upstream.conf": "etc/nginx/conf.d/firstparty-upstream.conf",
    "firstparty.conf": "etc/nginx/snippets/firstparty.conf",
  },
  line: "include snippets/firstparty.conf;",
  start: ({ root }) => ({ args: ["-c", `${root}/etc/nginx/nginx.conf`, "-p", root, "-e", "stderr"] }),
  commands: ({ root }) => {
    const nginxHere = `nginx -c ${root}/etc/nginx/nginx.conf -p ${root} -e stderr`;
    return { "nginx -t": `${nginxHere} -t`, "systemctl reload nginx": `${nginxHere} -s reload` };
  },
};

/** What nginx is told of its process, to run as whoever starts it, in the foreground. */
export function nginxProcess(folder: string): string {
  return `user ${userInfo().username};
daemon off;
worker_processes 1;
pid ${folder}/pid;`;
}

/** Where it may write: not in its own folders, which are the system's. */
export function nginxTemporary(folder: string): string {
  return ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join("\n");
}
