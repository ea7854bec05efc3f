import type { Counter } from "./counters.ts";
import type { ConnectionLabel } from "./observer.ts";

/** One series of a counter. */
type Series = ReturnType<Counter["series"]>;

/** What is counted of the connections of one route. */
export interface RouteFigures {
  readonly opened: Series;
  readonly open: Series;
  /** Those that ended with a close code. */
  closed(code: number): Series;
}

/** Finds the series of a route; no key is put together for each connection. */
export function routeFigures(counters: {
  readonly opened: Counter;
  readonly open: Counter;
  readonly closed: Counter;
}): (connection: Pick<ConnectionLabel, "api" | "routeId">) => RouteFigures {
  const apis = new Map<string, Map<string, RouteFigures>>();
  const figuresOf = (api: string, routeId: string): RouteFigures => {
    const closed = new Map<string, Series>();
    return {
      opened: counters.opened.series([api, routeId]),
      open: counters.open.series([api, routeId]),
      closed(code) {
        const label = closeLabel(code);
        const series = closed.get(label) ?? counters.closed.series([api, routeId, label]);
        closed.set(label, series);
        return series;
      },
    };
  };
  return ({ api, routeId }) => {
    const routes = apis.get(api) ?? new Map<string, RouteFigures>();
    apis.set(api, routes);
    const figures = routes.get(routeId) ?? figuresOf(api, routeId);
    routes.set(routeId, figures);
    return figures;
  };
}

/** Codes of RFC 6455 and the catalogue by name; what peers choose freely by its range, so that labels stay few. */
function closeLabel(code: number): string {
  const isKnown = code < 1016 || (code >= 4000 && code <= 4005);
  return isKnown ? String(code) : `${Math.floor(code / 1000)}xxx`;
}
