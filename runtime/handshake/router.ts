import { StartError } from "../start-error.ts";
import {
  matchPattern,
  parsePattern,
  type ParameterSegment,
  type SegmentPattern,
} from "./segment-pattern.ts";

/** Something that is served at a path template such as `/chat/1.0/rooms/{roomId}`. */
export interface Routed {
  readonly path: string;
}

/** A found route and the decoded values of its path parameters. */
export interface RouteMatch<R> {
  readonly target: R;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Finds the route of a request path; null where there is none. */
export type Router<R> = (segments: readonly string[]) => RouteMatch<R> | null;

interface Node<R> {
  readonly literals: Map<string, Node<R>>;
  readonly patterns: { readonly pattern: ParameterSegment; readonly node: Node<R> }[];
  end: { readonly target: R } | null;
}

/**
 * Builds one trie over all routes. At each segment a literal is tried before a template with
 * literal parts, and that before a lone parameter, so that the most exact route wins. Each node is
 * visited at most once a request, however the templates overlap.
 */
export function createRouter<R extends Routed>(targets: readonly R[]): Router<R> {
  const root = createNode<R>();
  refuseClashes(targets);
  for (const target of targets) {
    insert(root, target);
  }
  sortPatterns(root);
  return (segments) => {
    const parameters = new Map<string, string>();
    const target = find(root, segments, 0, parameters);
    return target === null ? null : { target: target.target, parameters };
  };
}

function createNode<R>(): Node<R> {
  return { literals: new Map(), patterns: [], end: null };
}

function insert<R extends Routed>(root: Node<R>, target: R): void {
  let node = root;
  for (const segment of target.path.slice(1).split("/")) {
    node = childFor(node, parsePattern(segment));
  }
  node.end = { target };
}

/** Two templates that differ in the names of their parameters only match the same paths. */
function refuseClashes(targets: readonly Routed[]): void {
  const seen = new Map<string, string>();
  for (const { path } of targets) {
    const shape = path.split("/").map(shapeOf).join("/");
    const first = seen.get(shape);
    if (first !== undefined) {
      throw new StartError("ROUTES_CLASH", { first, second: path });
    }
    seen.set(shape, path);
  }
}

function shapeOf(segment: string): string {
  const pattern = parsePattern(segment);
  return pattern.kind === "literal" ? pattern.text : pattern.shape;
}

function childFor<R>(node: Node<R>, pattern: SegmentPattern): Node<R> {
  const created = createNode<R>();
  if (pattern.kind === "literal") {
    const literal = node.literals.get(pattern.text) ?? created;
    node.literals.set(pattern.text, literal);
    return literal;
  }
  const same = node.patterns.find((known) => known.pattern.source === pattern.source);
  if (same !== undefined) {
    return same.node;
  }
  node.patterns.push({ pattern, node: created });
  return created;
}

/** More literal characters first; a lone parameter, which has none, last. */
function sortPatterns<R>(node: Node<R>): void {
  node.patterns.sort((a, b) => b.pattern.literalLength - a.pattern.literalLength);
  for (const child of [...node.literals.values(), ...node.patterns.map((entry) => entry.node)]) {
    sortPatterns(child);
  }
}

function find<R>(
  node: Node<R>,
  segments: readonly string[],
  index: number,
  parameters: Map<string, string>,
): { readonly target: R } | null {
  const segment = segments[index];
  if (segment === undefined) {
    return node.end;
  }
  const literal = node.literals.get(segment);
  const found = literal === undefined ? null : find(literal, segments, index + 1, parameters);
  if (found !== null) {
    return found;
  }
  for (const { pattern, node: child } of node.patterns) {
    const values = matchPattern(pattern, segment);
    const below = values === null ? null : find(child, segments, index + 1, parameters);
    if (values !== null && below !== null) {
      values.forEach(([name, value]) => parameters.set(name, value));
      return below;
    }
  }
  return null;
}
