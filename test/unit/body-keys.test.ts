import fc from "fast-check";
import { expect, test } from "vitest";
import { type BodyField, fieldFinder } from "../../core/relay/body-keys.ts";

const encoded = (text: string) => new TextEncoder().encode(text);
const valuesIn = (text: string, field: BodyField) => fieldFinder([field])(encoded(text))[0] ?? [];
const found = (text: string) => valuesIn(text, { name: "writeKey" });

test.each<[what: string, text: string, keys: (string | undefined)[]]>([
  ["an event", '{"type":"track","writeKey":"WK","sentAt":"x"}', ["WK"]],
  ["a batch", '{"writeKey":"WK","batch":[{"type":"page"}],"sentAt":"x"}', ["WK"]],
  ["the events of a batch", '{"batch":[{"writeKey":"A"},{"writeKey" : "B"}]}', ["A", "B"]],
  ["a batch that is the whole body", '[{"writeKey":"A"},{"writeKey":"B"}]', ["A", "B"]],
  ["a byte order mark", '\ufeff{"writeKey":"WK"}', ["WK"]],
  ["a name that stands twice", '{"writeKey":"OTHER","writeKey":"WK"}', ["OTHER", "WK"]],
  ["a name in escapes", '{"\\u0077riteKey":"\\u0057K"}', ["WK"]],
  [
    "a name in another case, as Go reads it",
    '{"writeKey":"WK","WRITEKEY":"OTHER","write\u212aey":"K"}',
    ["WK", "OTHER", "K"],
  ],
  ["a value that is no string", '{"writeKey":1}', [undefined]],
  ["a value that holds what looks like one", '{"writeKey":["WK"]}', [undefined]],
  ["a null", '{"writeKey":null}', [undefined]],
  ["a string that looks like a field", '{"a":"\\"writeKey\\":\\"X\\"","b":"writeKey","c":"{"}', []],
  ["an event's own properties", '{"properties":{"writeKey":"mine"},"a":[[{"writeKey":"x"}]]}', []],
  ["properties of a batched event", '{"batch":[{"properties":{"writeKey":"mine"}}]}', []],
  ["no JSON", "writeKey=WK", [undefined]],
  ["JSON that breaks off", '{"writeKey":"WK"', [undefined]],
  ["JSON and more", '{"writeKey":"WK"}{"writeKey":"OTHER"}', [undefined]],
  ["nothing", "", [undefined]],
  ["deep nesting", "[".repeat(200_000), [undefined]],
])("%s", (_, text, keys) => {
  expect(found(text)).toEqual(keys);
});

test.each<[what: string, text: string, keys: (string | undefined)[]]>([
  ["of the body, an event and its object", '{"key":"A","list":[{"key":"B","data":{"key":"C"}}]}', ["A", "B", "C"]],
  ["of an object in the body itself", '{"data":{"key":"A"}}', ["A"]],
  ["of a list that is the whole body", '[{"data":{"key":"A"}},{"data" : {"key":"B"}}]', ["A", "B"]],
  ["of an object that stands twice, in any case", '{"data":{"key":"A"},"DATA":{"key":"B"}}', ["A", "B"]],
  ["but of no other object", '{"list":[{"other":{"key":"A"},"data":1,"more":{"key":"B"}}]}', []],
  ["and no deeper", '{"list":[{"data":{"data":{"key":"A"},"properties":{"key":"B"},"all":[{"key":"C"}]}}]}', []],
  ["of a list in its place, as of any batch", '{"data":[{"key":"A","data":{"key":"B"}}]}', ["A", "B"]],
  ["nor behind a string in its place", '{"list":[{"data":"x","and":{"key":"A"}}]}', []],
  ["one that is an object itself", '{"data":{"key":{"key":"A"}}}', [undefined]],
])("with an object below: %s", (_, text, keys) => {
  expect(valuesIn(text, { name: "key", below: "data" })).toEqual(keys);
});

test("anywhere: however deep, in any case, in order", () => {
  const text = '{"a":[[{"b":{"Cookie":"1","c":[{"cookie":2}]}}],"cookie"],"cookie":"3"}';
  expect(valuesIn(text, { name: "cookie", isAnywhere: true })).toEqual(["1", undefined, "3"]);
  expect(valuesIn("cookie=1", { name: "cookie", isAnywhere: true })).toEqual([undefined]);
});

test("several fields are found in one pass, each by its own rule", () => {
  const text =
    '{"data":{"key":"A"},"more":{"key":"B","id":"1"},"list":[{"key":"C","id":"2","more":{"key":"D"},"data":{"key":"E"}}]}';
  const fields = [
    { name: "key", below: "data" },
    { name: "KEY", below: "more" },
    { name: "id", isAnywhere: true },
  ];
  expect(fieldFinder(fields)(encoded(text))).toEqual([
    ["A", "C", "E"],
    ["B", "C", "D"],
    ["1", "2"],
  ]);
  expect(fieldFinder(fields)(encoded("key=A"))).toEqual([[undefined], [undefined], [undefined]]);
});

test("bytes that are no UTF-8 could hold anything", () => {
  const find = fieldFinder([{ name: "writeKey" }]);
  expect(find(Uint8Array.from([...new TextEncoder().encode('{"writeKey":"WK","a":"'), 0xff, 0x22, 0x7d]))).toEqual([
    [undefined],
  ]);
});

test("a body of 512 KiB is looked into, one byte more is not", () => {
  const body = (bytes: number) => `{"writeKey":"WK","a":"${"x".repeat(bytes - 24)}"}`;
  expect(found(body(524_288))).toEqual(["WK"]);
  expect(found(body(524_289))).toEqual([undefined]);
});

test("of any JSON it finds what a parser finds", () => {
  const value = fc.jsonValue({ maxDepth: 1 });
  const event = fc.record(
    { writeKey: fc.string({ unit: "binary" }), properties: value, 'wri"te': value },
    { requiredKeys: [] },
  );
  const body = fc.oneof(
    event,
    fc.array(event),
    fc.record({ writeKey: fc.string(), batch: fc.array(event) }, { requiredKeys: [] }),
  );
  const spaced = fc.constantFrom(undefined, 1, "\t");
  fc.assert(
    fc.property(body, spaced, (given, space) => {
      const events = [given, ...(Array.isArray(given) ? given : [])];
      const inner = events.flatMap((each) => Object.values(each).filter(Array.isArray).flat() as unknown[]);
      const fields = [...events, ...inner].flatMap((each) =>
        typeof each === "object" && each !== null && !Array.isArray(each) && Object.hasOwn(each, "writeKey")
          ? [(each as { writeKey: unknown }).writeKey]
          : [],
      );
      const expected = fields.map((each) => (typeof each === "string" ? each : undefined));
      expect(found(JSON.stringify(given, null, space)).toSorted()).toEqual(expected.toSorted());
    }),
    { numRuns: 300, seed: 5 },
  );
});
