import type { WebServer } from "./web-server.ts";

export const caddy: WebServer = {
  name: "Caddy",
  template: "caddy",
  program: "caddy",
  files: ({ root, port, certificate, key }) => ({
    "etc/caddy/Caddyfile": `
{
	admin unix/${root}/admin.sock
	auto_https off
	servers {
		protocols h1 h2
	}
	log {
		output file ${root}/var/log/access.log
	}
}

# Whatever the Host, as the other servers have it whose only site it is.
https://:${port} {
	bind 127.0.0.1 ::1
	tls ${certificate} ${key}
	log
	skip_log /ht/*
	encode gzip
	# here
	handle {
		root * ${root}/var/www
		file_server
	}
}
`,
  }),
  site: { file: "etc/caddy/Caddyfile", here: "\t# here\n" },
  places: { "firstparty.caddy": "etc/caddy/firstparty.caddy" },
  line: "import firstparty.caddy",
  waits: true,
  start: (machine) => ({
    args: ["run", "--config", `${machine.root}/etc/caddy/Caddyfile`],
    env: { HOME: machine.root, XDG_DATA_HOME: `${machine.root}/var/lib`, XDG_CONFIG_HOME: `${machine.root}/var/lib` },
  }),
  commands: ({ root }) => ({
    "caddy validate --config /etc/caddy/Caddyfile": `XDG_DATA_HOME=${root}/var/lib XDG_CONFIG_HOME=${root}/var/lib caddy validate --config ${root}/etc/caddy/Caddyfile`,
    "systemctl reload caddy": `caddy reload --config ${root}/etc/caddy/Caddyfile --address unix/${root}/admin.sock`,
  }),
};
