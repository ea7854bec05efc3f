import type { Server } from "node:http";
import type { AddressInfo, ListenOptions } from "node:net";
import { StartError } from "./start-error.ts";

/** Where a server should listen; `option` is the flag that an operator would change. */
export interface ListenRequest {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly option: "--port" | "--admin-port";
}

/** Starts listening and returns the port; throws StartError where it cannot. */
export function listen(server: Server, request: ListenRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => reject(startError(error, request));
    server.once("error", fail);
    server.listen(placeOf(request), () => {
      server.off("error", fail);
      const address = server.address();
      resolve(isAddressInfo(address) ? address.port : request.port);
    });
  });
}

/** `::` is what node does without a host: all addresses, those of IPv4 alone on a machine without IPv6. */
function placeOf({ host, port }: ListenRequest): ListenOptions {
  return host === "::" ? { port } : { port, host };
}

function isAddressInfo(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === "object" && address !== null;
}

function startError(error: NodeJS.ErrnoException, request: ListenRequest): StartError {
  const { host, port, option } = request;
  if (error.code === "EADDRINUSE") {
    return new StartError("PORT_BUSY", { host, port, option }, { cause: error });
  }
  const reason = error.code ?? error.message;
  return new StartError("PORT_REFUSED", { host, port, reason }, { cause: error });
}
