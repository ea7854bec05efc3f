/**
 * What a client of talk.yaml must do on every platform. A plain module without a test runner, so that browsers and
 * every other runtime load it as it is; a case that goes wrong throws.
 *
 * @param {{ sdk: any, url: string, sendsHeaders: boolean }} platform
 * @returns {Promise<readonly { name: string, problem: string | null }[]>}
 */
export async function runSuite(platform) {
  const results = [];
  for (const [name, run] of Object.entries(CASES)) {
    const clients = [];
    try {
      await inTime(run(toolsOf(platform, clients)));
      results.push({ name, problem: null });
    } catch (error) {
      results.push({ name, problem: String(error?.stack ?? error) });
    }
    await Promise.all(clients.map((client) => client.close()));
  }
  return results;
}

const LIMIT_MS = 10_000;

function inTime(work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done in ${LIMIT_MS} ms`)), LIMIT_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function toolsOf({ sdk, url, sendsHeaders }, clients) {
  const connected = async (connecting) => {
    const client = await connecting;
    clients.push(client);
    return client;
  };
  const options = { url, auth: { pass: "secret" }, reconnect: { baseMs: 5 }, heartbeat: false };
  return {
    sdk,
    sendsHeaders,
    talk: (more = {}, parameters = {}) =>
      connected(
        sdk.connectTalk({ room: "a b", name: "Zoë", ...parameters }, { ...options, ...more }),
      ),
    whisper: () => connected(sdk.connectWhisper({}, options)),
  };
}

function equal(found, wanted, what) {
  const [left, right] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (left !== right) {
    throw new Error(`${what} is ${left}, expected ${right}`);
  }
}

/** What a promise rejects with. */
async function rejection(promise, what) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`${what} is not refused`);
}

const CASES = {
  "parameters and the token arrive where the platform can put them": async (tools) => {
    const client = await tools.talk({}, { since: 7 });
    const { path, headers } = await client.once.hello();
    const query = "name=Zo%C3%AB&since=7";
    if (tools.sendsHeaders) {
      equal(path, `/talk/a%20b?${query}`, "the path");
      equal(headers.authorization, "Bearer secret", "the header");
    } else {
      equal(path, `/talk/a%20b?${query}&access_token=secret`, "the path");
    }
  },

  "a header parameter arrives, or the platform that has none says so": async (tools) => {
    if (tools.sendsHeaders) {
      const client = await tools.talk({}, { xClient: "suite" });
      equal((await client.once.hello()).headers["x-client"], "suite", "the header");
    } else {
      const error = await rejection(tools.talk({}, { xClient: "suite" }), "the header");
      equal(error.code, "PLATFORM_LACKS", "the code");
    }
  },

  "a token goes beside the subprotocol": async (tools) => {
    const client = await tools.whisper();
    const { protocols } = await client.once.hello();
    equal(protocols, "talk.v1, secret", "what is offered");
  },

  "text goes both ways, whatever its characters": async (tools) => {
    const client = await tools.talk();
    for (const text of ["", "plain", "ä€😀\u0000", '"\\\n\u2028', "\ufeffmark"]) {
      const said = client.once.said();
      await client.send.say({ text });
      equal(await said, { type: "said", text }, "what is heard");
    }
  },

  "bytes go both ways": async (tools) => {
    const client = await tools.talk();
    for (const bytes of [
      new Uint8Array(0),
      Uint8Array.from({ length: 70_000 }, (_, i) => i % 256),
    ]) {
      const photo = client.once.photo();
      await client.send.photo(bytes);
      const heard = await photo;
      equal(heard instanceof Uint8Array, true, "bytes");
      equal(heard.join(), bytes.join(), "the photo");
    }
  },

  "all messages come in their order in a loop": async (tools) => {
    const client = await tools.talk();
    const heard = [];
    for (let index = 0; index < 20; index += 1) {
      void client.send.say({ text: `${index}` });
    }
    for await (const { name, payload } of client.messages) {
      if (name === "said") heard.push(payload.text);
      if (heard.length === 20) break;
    }
    equal(
      heard,
      Array.from({ length: 20 }, (_, index) => `${index}`),
      "the order",
    );
  },

  "a question is answered, many at once too": async (tools) => {
    const client = await tools.talk();
    const replies = await Promise.all(["a", "b", "c"].map((what) => client.request.ask({ what })));
    equal(
      replies.map(({ that }) => that),
      ["a!", "b!", "c!"],
      "the answers",
    );
  },

  "a question of the server's is answered": async (tools) => {
    const client = await tools.talk();
    client.answer.check(() => ({}));
    const said = client.once.said();
    await client.send.say({ text: "ask me", then: "check" });
    equal((await said).text, "here", "what the server heard");
  },

  "a wrong message is refused before it leaves, with its place": async (tools) => {
    const client = await tools.talk();
    const said = client.once.said();
    const long = await rejection(client.send.say({ text: "x".repeat(41) }), "a long text");
    equal(
      [long.code, long.subject, long.pointer],
      ["MESSAGE_INVALID", "say", "/text"],
      "the error",
    );
    const odd = await rejection(client.send.say({ text: "x", then: "odd" }), "an odd member");
    equal([odd.code, odd.pointer], ["MESSAGE_INVALID", "/then"], "the error");
    const more = await rejection(client.send.say({ text: "x", more: 1 }), "one member more");
    equal(more.code, "MESSAGE_INVALID", "the error");
    await client.send.say({ text: "right" });
    equal((await said).text, "right", "the first that arrives");
  },

  "a wrong message of the server's is told as such and to no listener": async (tools) => {
    const client = await tools.talk();
    const heard = [];
    client.on.said(({ text }) => heard.push(text));
    const invalid = client.once.invalid();
    await client.send.say({ text: "", then: "bad" });
    const { name, fault } = await invalid;
    equal([name, fault.pointer], ["said", "/text"], "the fault");
    const next = client.once.said();
    await client.send.say({ text: "next" });
    await next;
    equal(heard, ["next"], "what the listener heard");
  },

  "a frame that is no message is told as unknown, text or bytes": async (tools) => {
    const client = await tools.talk();
    const unknown = client.once.unknown();
    await client.send.say({ text: "", then: "strange" });
    equal((await unknown).payload, { type: "strange" }, "the frame");
  },

  "parameters that are wrong are refused without a connection": async (tools) => {
    const error = await rejection(tools.talk({}, { since: 1.5 }), "a fraction");
    equal([error.code, error.pointer], ["PARAMETERS_INVALID", "/since"], "the error");
    const dots = await rejection(tools.talk({}, { room: ".." }), "a way out of the path");
    equal(dots.code, "PARAMETERS_INVALID", "the error");
  },

  "a close code of the API ends the client with its name": async (tools) => {
    const client = await tools.talk();
    // The goodbye may come before the platform tells that this has left.
    await client.send.say({ text: "", then: "evening" }).catch(() => undefined);
    const { code, reason, error } = await client.closed;
    equal([code, reason, error.code], [4100, "good night", "EVENING"], "the end");
    equal((await rejection(client.send.say({ text: "" }), "a message")).code, "CLOSED", "after it");
  },

  "a lost connection comes back, and what waited is sent behind the greeting": async (tools) => {
    const client = await tools.talk({ resubscribe: ({ send }) => send.say({ text: "again" }) });
    const states = [];
    client.onState(({ kind }) => states.push(kind));
    const first = await client.once.hello();
    const gone = new Promise((resolve) => {
      client.onState(({ kind }) => kind === "reconnecting" && resolve());
    });
    const again = client.once.hello();
    const heard = [];
    client.on.said(({ text }) => heard.push(text));
    // The connection may be gone before the platform tells that this has left.
    await client.send.say({ text: "", then: "drop" }).catch(() => undefined);
    await gone;
    await client.send.say({ text: "queued" });
    const second = await again;
    equal(second.connection > first.connection, true, "another connection");
    while (heard.length < 2) await client.once.said();
    equal(heard, ["again", "queued"], "what the server heard");
    equal(states, ["reconnecting", "open"], "the states");
  },

  "a connection is renewed while the client stays open": async (tools) => {
    let asked = 0;
    const client = await tools.talk({ auth: { pass: () => `secret${(asked += 1)}` } });
    const states = [];
    client.onState(({ kind }) => states.push(kind));
    const first = await client.once.hello();
    const second = client.once.hello();
    await client.renew();
    equal((await second).connection > first.connection, true, "another connection");
    equal([asked, states], [2, []], "tokens and states");
    const said = client.once.said();
    await client.send.say({ text: "still here" });
    equal((await said).text, "still here", "what is heard");
  },

  "who cannot connect hears it, and may give up": async (tools) => {
    const closed = { url: "ws://127.0.0.1:65533", reconnect: false };
    equal(
      (await rejection(tools.talk(closed), "a closed port")).code,
      "CONNECT_FAILED",
      "the code",
    );
    const control = new AbortController();
    const waiting = tools.talk({
      signal: control.signal,
      auth: { pass: () => new Promise(() => {}) },
    });
    control.abort();
    equal((await rejection(waiting, "a connection given up")).code, "ABORTED", "the code");
  },

  "a client that is closed says goodbye with its code": async (tools) => {
    const client = await tools.talk();
    const { code, error } = await client.close(3001, "enough");
    equal([code, error, client.state.kind], [3001, null, "closed"], "the end");
  },
};
