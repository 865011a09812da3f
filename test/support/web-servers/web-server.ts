/** A web server as Debian packages it, and a site of www.example.com on it that was there before. */
export interface WebServer {
  readonly name: "nginx" | "Caddy" | "Apache";
  /** Its folder in deploy-templates. */
  readonly template: "nginx" | "caddy" | "apache";
  /** Debian's package, and its program. */
  readonly program: "nginx" | "caddy" | "apache2";
  /** Copied to the machine before anything is written. */
  readonly copied?: string;
  /** What is written to the machine, by path below its root. */
  files(machine: Machine): Readonly<Record<string, string>>;
  /** The file of the site, and the line in it where a user puts his own. */
  readonly site: { readonly file: string; readonly here: string };
  /** Where the template's files go, as its README has it. */
  readonly places: Readonly<Record<string, string>>;
  /** What its README has done before: files, with their content. */
  readonly needed?: Readonly<Record<string, string>>;
  /** The line that takes them in. */
  readonly line: string;
  /** Whether it keeps a request until firstparty is back, in the place of an error at once. */
  readonly waits?: boolean;
  start(machine: Machine): Command;
  /** What the commands of its README come to on this machine, but for those that copy files. */
  commands(machine: Machine): Readonly<Record<string, string>>;
}

export interface Command {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A folder in the place of a machine's `/`. */
export interface Machine {
  readonly root: string;
  /** Of https, on 127.0.0.1 and ::1. */
  readonly port: number;
  /** Files, in PEM. */
  readonly certificate: string;
  readonly key: string;
}
