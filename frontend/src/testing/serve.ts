import { vi } from "vitest";

export type Sent = { method: string; path: string; body: unknown; headers: Headers };
type Answer = { status?: number; body: unknown } | "offline";
type Route = (sent: Sent) => Answer;

/**
 * Stand in for the network: `routes` maps "METHOD /path" (a trailing * fits any rest) to an answer. Returns what was sent,
 * in order.
 */
export function serve(routes: Record<string, Route>): Sent[] {
  const log: Sent[] = [];
  const answer = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const text = typeof init.body === "string" ? JSON.parse(init.body) : init.body;
    const sent = { method: init.method ?? "GET", path, body: text, headers: new Headers(init.headers) };
    log.push(sent);
    const given = routeFor(routes, `${sent.method} ${path.split("?")[0]}`)(sent);
    if (given === "offline") throw new TypeError("Failed to fetch");
    return new Response(JSON.stringify(given.body), { status: given.status ?? 200 });
  };
  vi.stubGlobal("fetch", answer);
  return log;
}

function routeFor(routes: Record<string, Route>, wanted: string): Route {
  const fits = (name: string) =>
    name.endsWith("*") ? wanted.startsWith(name.slice(0, -1)) : name === wanted;
  const found = Object.entries(routes).find(([name]) => fits(name));
  if (!found) throw new Error(`The test serves nothing at ${wanted}.`);
  return found[1];
}
