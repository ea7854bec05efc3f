/** `http-proxy.mjs PORT BACKEND_PORT`: http-proxy-3 as its README shows it; looks at no frame. */
import { createServer } from "node:http";
import { createProxyServer } from "http-proxy-3";

const [port, backendPort] = process.argv.slice(2);
const proxy = createProxyServer({ target: `ws://127.0.0.1:${backendPort}`, ws: true });
proxy.on("error", (_error, _request, socket) => socket?.destroy?.());
const server = createServer((_request, response) => response.writeHead(426).end());
server.on("upgrade", (request, socket, head) => proxy.ws(request, socket, head));
server.listen(Number(port), "127.0.0.1", 4096);
