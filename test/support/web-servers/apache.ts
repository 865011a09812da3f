import type { Machine, WebServer } from "./web-server.ts";

const environment = ({ root }: Machine) => ({
  APACHE_CONFDIR: `${root}/etc/apache2`,
  APACHE_RUN_USER: "www-data",
  APACHE_RUN_GROUP: "www-data",
  APACHE_PID_FILE: `${root}/pid`,
  APACHE_RUN_DIR: root,
  APACHE_LOCK_DIR: root,
  APACHE_LOG_DIR: `${root}/var/log`,
});

/** What `a2enmod` does. */
export const enabled = (modules: readonly string[]) =>
  Object.fromEntries(
    modules.map((name) => [`etc/apache2/mods-enabled/${name}.load`, `Include mods-available/${name}.load\n`]),
  );

const here = (machine: Machine) =>
  [...Object.entries(environment(machine)).map(([name, value]) => `${name}=${value}`), "apache2"].join(" ") +
  ` -d ${machine.root}/etc/apache2 -f apache2.conf`;

export const apache: WebServer = {
  name: "Apache",
  template: "apache",
  program: "apache2",
  copied: "etc/apache2",
  files: ({ root, port, certificate, key }) => ({
    ...enabled(["ssl", "socache_shmcb", "http2"]),
    "etc/apache2/ports.conf": `Listen 127.0.0.1:${port}\nListen [::1]:${port}\n`,
    "etc/apache2/sites-enabled/000-default.conf": `
<VirtualHost *:${port}>
  ServerName www.example.com
  SSLEngine on
  SSLCertificateFile ${certificate}
  SSLCertificateKeyFile ${key}
  Protocols h2 http/1.1
  DocumentRoot ${root}/var/www
  <Directory ${root}/var/www>
    Require all granted
  </Directory>
  CustomLog ${root}/var/log/access.log combined env=!firstparty
  # here
</VirtualHost>
`,
  }),
  site: { file: "etc/apache2/sites-enabled/000-default.conf", here: "  # here\n" },
  needed: enabled(["proxy", "proxy_http"]),
  places: { "firstparty.conf": "etc/apache2/conf-available/firstparty.conf" },
  line: "Include conf-available/firstparty.conf",
  start: (machine) => ({
    args: ["-D", "FOREGROUND", "-d", `${machine.root}/etc/apache2`, "-f", "apache2.conf"],
    env: environment(machine),
  }),
  commands: (machine) => ({
    "apachectl configtest": `${here(machine)} -t`,
    "systemctl restart apache2": `${here(machine)} -k restart`,
    "a2enmod proxy proxy_http": `APACHE_CONFDIR=${machine.root}/etc/apache2 a2enmod proxy proxy_http`,
  }),
};
