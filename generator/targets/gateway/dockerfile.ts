import type { ApiDocument } from "../../../runtime/contract/v1.ts";
import { kebabCase } from "../../naming/cases.ts";
import { dockerLabel, oneLine, shellWord, written } from "../../render/code.ts";
import { renderTemplate, type View } from "../../render/engine.ts";

/** A container of Node and one file that runs as an ordinary user and says when it is ready. */
export function renderDockerfile(api: ApiDocument): string {
  return renderTemplate("gateway/Dockerfile.hbs", dockerfileView(api));
}

/** All that `Dockerfile.hbs` prints. A comment line may hold any text but not end in a backslash. */
export function dockerfileView(api: ApiDocument): View {
  return {
    title: written(oneLine(api.title).replaceAll("\\", "/")),
    image: shellWord(kebabCase(api.title)),
    titleLabel: dockerLabel(api.title),
    versionLabel: dockerLabel(api.version),
  };
}
