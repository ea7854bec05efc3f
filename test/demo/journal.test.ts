import { describe, expect, test } from "vitest";
import { createJournal } from "../../scripts/demo/journal.ts";

const ERROR = `{"type":"error","text":"${"why ".repeat(90)}"}`;

function linesAt(columns: number): readonly string[] {
  const lines: string[] = [];
  const journal = createJournal((line) => lines.push(line), { isColoured: false, columns });
  journal.client("sent", ERROR);
  journal.client("got", ERROR);
  journal.client("got", "short");
  journal.refused({
    code: "MESSAGE_INVALID",
    connection: null,
    flow: "serverToClient",
    channelId: null,
    operationId: null,
    messageId: null,
    pointer: null,
    detail: "what was wrong ".repeat(20),
    action: "dropped",
  });
  return lines;
}

describe("a line of the demo", () => {
  test.each([80, 120])("fits into %d columns", (columns) => {
    expect(linesAt(columns).filter((line) => line.length > columns)).toEqual([]);
  });

  test("shows what was sent in one line, and three of what was received", () => {
    const [sent, got, second, third, short] = linesAt(80);

    expect(sent).toMatch(/→ \{"type":"error".*…$/);
    expect(got).toMatch(/← \{"type":"error"/);
    expect(second).toMatch(/^ {23}\S.*[a-z ]$/);
    expect(third).toMatch(/^ {23}.*…$/);
    expect(short).toMatch(/← short$/);
  });
});
