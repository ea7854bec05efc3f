import { join } from "node:path";
import type { Stage } from "./subjects.ts";

/** nginx as a WebSocket proxy of one worker, with buffers that hold a few of the largest messages. */
export function nginxOf({ folder, backendPort }: Stage, port: number): string {
  return `worker_processes 1;
daemon off;
pid ${join(folder, "nginx.pid")};
error_log stderr warn;
worker_rlimit_nofile 16384;
events { worker_connections 16384; }
http {
  access_log off;
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location / {
      proxy_pass http://127.0.0.1:${backendPort};
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection "upgrade";
      proxy_buffer_size 64k;
      proxy_buffers 4 64k;
      proxy_busy_buffers_size 64k;
      proxy_read_timeout 3600s;
    }
  }
}
`;
}

/** HAProxy of one thread. */
export function haproxyOf({ backendPort }: Stage, port: number): string {
  return `global
  nbthread 1
  maxconn 8000
defaults
  mode http
  timeout connect 5s
  timeout client 3600s
  timeout server 3600s
  timeout tunnel 3600s
frontend clients
  bind 127.0.0.1:${port} backlog 4096
  default_backend servers
backend servers
  server echo 127.0.0.1:${backendPort}
`;
}
