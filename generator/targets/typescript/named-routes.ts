import type { ApiModel } from "../../model/api.ts";
import { memberNames } from "./member-names.ts";
import { planParameters, type ParameterPlan } from "./parameter-plan.ts";
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
  readonly options: string;
  /** The function that makes the route's table: `roomRoute`. */
  readonly table: string;
  /** File name without ending. */
  readonly module: string;
}

/** Names every route: stable, each once. */
export function nameRoutes(model: ApiModel, plans: readonly RoutePlan[]): readonly NamedRoute[] {
  const members = memberNames(plans.map(({ route }) => route.id));
  return plans.map((plan) => {
    const member = members.get(plan.route.id) ?? plan.route.id;
    const pascal = member.replace(/^_/u, "").replace(/^./u, (first) => first.toUpperCase());
    return {
      plan,
      parameters: planParameters(model, plan.route),
      names: {
        connect: plans.length === 1 ? "connect" : `connect${pascal}`,
        type: `${pascal}Messages`,
        parameters: `${pascal}Parameters`,
        options: `${pascal}Options`,
        table: `${member}Route`,
        module: `route-${encodeURIComponent(member).replaceAll("%", "_")}`.slice(0, 100),
      },
    };
  });
}
