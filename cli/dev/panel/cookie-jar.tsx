import { isDemoCookie, SESSION_COOKIE } from "../demo-cookies.ts";
import { short } from "./lanes.ts";

/** One jar, seen by two. */
export interface Jar {
  readonly script: ReadonlyMap<string, string>;
  readonly server: ReadonlyMap<string, string>;
}

export const EMPTY_JAR: Jar = { script: new Map(), server: new Map() };

/** Asks the server what it is sent, and `document.cookie` what script is shown. */
export async function lookIntoJar(): Promise<Jar> {
  const answer = await fetch("/playground/cookies");
  const server = (await answer.json()) as { name: string; value: string }[];
  const script = document.cookie.split("; ").flatMap((pair): [string, string][] => {
    const equals = pair.indexOf("=");
    const name = pair.slice(0, equals);
    return isDemoCookie(name) ? [[name, pair.slice(equals + 1)]] : [];
  });
  return { script: new Map(script), server: new Map(server.map(({ name, value }) => [name, value])) };
}

export function CookieJar({ jar }: { readonly jar: Jar }) {
  const names = [...new Set([...jar.server.keys(), ...jar.script.keys()])].toSorted();
  return (
    <section aria-labelledby="jar">
      <h2 id="jar">Cookies</h2>
      <p class="hint">
        One jar, seen by two. A twin lasts because a server wrote it, by Set-Cookie; as it is HttpOnly, no script can
        write it again.
      </p>
      <table class="jar">
        <thead>
          <tr>
            <th scope="col">Cookie</th>
            <th scope="col">Script sees</th>
            <th scope="col">The server sees</th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr>
              <th scope="row">
                <code>{name}</code>
                {name === SESSION_COOKIE && <small>the shop’s own session</small>}
              </th>
              <td>{jar.script.has(name) ? <Value of={jar.script.get(name)} /> : <span class="tag">HttpOnly</span>}</td>
              <td>
                <Value of={jar.server.get(name)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {names.length === 0 && <p class="empty">None yet.</p>}
    </section>
  );
}

function Value({ of: value }: { readonly of: string | undefined }) {
  return value === undefined ? <>–</> : <code title={value}>{short(value)}</code>;
}
