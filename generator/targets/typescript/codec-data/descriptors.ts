import { createRequire } from "node:module";
import type { DescMessage, FileRegistry } from "@bufbuild/protobuf";

/** Loaded where the first Protobuf payload is met. */
const require = createRequire(import.meta.url);

/** The messages and enums of a serialised `google.protobuf.FileDescriptorSet` in base64. */
export function registryOf(base64: string): FileRegistry {
  const { createFileRegistry, fromBinary } =
    require("@bufbuild/protobuf") as typeof import("@bufbuild/protobuf");
  const { FileDescriptorSetSchema } =
    require("@bufbuild/protobuf/wkt") as typeof import("@bufbuild/protobuf/wkt");
  return createFileRegistry(fromBinary(FileDescriptorSetSchema, Buffer.from(base64, "base64")));
}

/** Whether a message is one of Google's that hold nothing but a scalar: `google.protobuf.Int64Value`. */
export function isWrapper(message: DescMessage): boolean {
  const { isWrapperDesc } =
    require("@bufbuild/protobuf/wkt") as typeof import("@bufbuild/protobuf/wkt");
  return isWrapperDesc(message);
}
