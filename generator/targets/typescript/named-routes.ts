import type { ApiModel } from "../../model/api.ts";
import { kebabCase } from "../../naming/cases.ts";
import { freeName } from "../../naming/free-name.ts";
import { memberName } from "./member-names.ts";
import { planParameters, type ParameterPlan } from "./parameter-plan.ts";
import { PUBLIC_NAMES } from "./public-names.ts";
import type { RoutePlan } from "./route-plan.ts";

/** A route with what the SDK calls it. */
export interface NamedRoute {
  readonly plan: RoutePlan;
  readonly parameters: ParameterPlan;
  readonly names: RouteNames;
}

export interface RouteNames {
  /** `connect` for the only route, else `connectRoom`. */
  readonly connect: string;
  readonly type: string;
  readonly parameters: string;
  readonly browserParameters: string;
  readonly options: string;
  /** File name without ending; no two differ by case alone, which some file systems do not tell apart. */
  readonly module: string;
}

/** Names every route: stable, each once. */
export function nameRoutes(model: ApiModel, plans: readonly RoutePlan[]): readonly NamedRoute[] {
  const isOnly = plans.length === 1;
  const bases = new Map<string, string>();
  const modules = new Map<string, string>();
  for (const { route } of plans.toSorted((a, b) => (a.route.id < b.route.id ? -1 : 1))) {
    const bare = memberName(route.id).replace(/^_/u, "");
    const upper = bare.replace(/^./u, (first) => first.toUpperCase());
    const pascal = /^\p{ID_Start}/u.test(upper) ? upper : `Route${upper}`;
    bases.set(
      route.id,
      freeName(pascal, route.id, (base) => isTaken(base, bases)),
    );
    const module = `route-${kebabCase(route.id).slice(0, 60)}`;
    const files = [...modules.values()];
    modules.set(
      route.id,
      freeName(module, route.id, (name) => files.includes(name)),
    );
  }
  return plans.map((plan) => {
    const base = bases.get(plan.route.id) ?? "";
    const names = { ...namesOf(base, isOnly), module: modules.get(plan.route.id) ?? "" };
    return { plan, parameters: planParameters(model, plan.route), names };
  });
}

function isTaken(base: string, bases: ReadonlyMap<string, string>): boolean {
  return (
    [...bases.values()].includes(base) ||
    Object.values(namesOf(base, false)).some((name) => PUBLIC_NAMES.has(name))
  );
}

function namesOf(base: string, isOnly: boolean): Omit<RouteNames, "module"> {
  return {
    connect: isOnly ? "connect" : `connect${base}`,
    type: `${base}Messages`,
    parameters: `${base}Parameters`,
    browserParameters: `${base}ParametersInBrowser`,
    options: `${base}Options`,
  };
}
