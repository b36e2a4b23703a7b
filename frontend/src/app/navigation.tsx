import type { ComponentProps, ReactNode } from "react";
import { Route, Switch, useLocation, useSearchParams, Link as WouterLink } from "wouter";

type LinkProps = { to: string; children: ReactNode } & Omit<ComponentProps<"a">, "href">;

export function Link({ to, children, ...rest }: LinkProps) {
  return (
    <WouterLink href={to} {...rest}>
      {children}
    </WouterLink>
  );
}

type RouteEntry = { path: string; show: (params: Record<string, string | undefined>) => ReactNode };

/** Show the first route whose path fits; the last one fits everything. */
export function Routes({ routes, otherwise }: { routes: RouteEntry[]; otherwise: ReactNode }) {
  return (
    <Switch>
      {routes.map(({ path, show }) => (
        <Route key={path} path={path}>
          {(params) => show(params as Record<string, string | undefined>)}
        </Route>
      ))}
      <Route>{otherwise}</Route>
    </Switch>
  );
}

export function useGo(): (path: string) => void {
  const [, go] = useLocation();
  return go;
}

export const usePath = (): string => useLocation()[0];

export function useSearch(name: string): string {
  const [parameters] = useSearchParams();
  return parameters.get(name) ?? "";
}
