/**
 * Whether a declaration has the shape that its type asks for. `pulumi up` and `npm start` do not check types, and a misspelled word
 * would otherwise leave a claim out, or in, without a word.
 */

const SECTIONS = ["customAttributes", "set", "suppress"];
const KINDS = 'expected "access", "id" or "both"';
const SOURCES = ["attribute", "constant", "directory", "object"] as const;
const FIELDS = ["entitlements", "tenantId"];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));
const isKind = (value: unknown) => value === "access" || value === "id" || value === "both";

/** A value as a message shows it. */
function show(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return `a ${typeof value}`;
  }
}

/** One sentence for each fault, of a value that is to be a `TokenClaims`. */
export function findShapeFaults(declared: unknown): readonly string[] {
  if (!isRecord(declared)) return [`the declaration is ${show(declared)}; expected { customAttributes, set, suppress }`];
  const sections = SECTIONS.filter((name) => !isRecord(declared[name])).map(
    (name) => `"${name}" is ${show(declared[name])}; expected an object, {} for none`,
  );
  const unknown = Object.keys(declared)
    .filter((name) => !SECTIONS.includes(name))
    .map((name) => `"${name}" is unknown; expected ${SECTIONS.join(", ")}`);
  return [
    ...sections,
    ...unknown,
    ...entriesOf(declared.customAttributes)
      .filter(([, attribute]) => !isRecord(attribute))
      .map(([name, attribute]) => `custom attribute "${name}" is ${show(attribute)}; expected { maxLength: 36 }, for example`),
    ...entriesOf(declared.set).flatMap(([name, claim]) => findClaimFaults(name, claim)),
    ...entriesOf(declared.suppress)
      .filter(([, tokens]) => !isKind(tokens))
      .map(([name, tokens]) => `claim "${name}" is to be suppressed from ${show(tokens)}; ${KINDS}`),
  ];
}

const entriesOf = (value: unknown) => (isRecord(value) ? Object.entries(value) : []);

function findClaimFaults(name: string, claim: unknown): readonly string[] {
  if (!isRecord(claim)) return [`claim "${name}" is ${show(claim)}; expected { tokens: "both", from: { … } }`];
  const tokens = isKind(claim.tokens) ? [] : [`claim "${name}" is for the tokens ${show(claim.tokens)}; ${KINDS}`];
  return [...tokens, ...findSourceFaults(name, claim.from)];
}

function findSourceFaults(name: string, source: unknown): readonly string[] {
  const fault = (what: string, expected: string) => [`claim "${name}" ${what}; expected ${expected}`];
  const kinds = isRecord(source) ? SOURCES.filter((kind) => kind in source) : [];
  const [kind] = kinds;
  if (!isRecord(source) || kind === undefined || kinds.length > 1)
    return fault(`is made from ${show(source)}`, `{ constant: … }, { attribute: … }, { directory: … } or { object: … }`);
  const extra = Object.keys(source).find((key) => key !== kind && !(kind === "attribute" && key === "part"));
  if (extra !== undefined) return fault(`has the unknown "${extra}" beside "${kind}"`, `"${kind}" alone`);
  const value = source[kind];
  switch (kind) {
    case "attribute":
      if (typeof value !== "string") return fault(`is made from the attribute ${show(value)}`, "an attribute's name");
      return source.part === undefined || source.part === "region"
        ? []
        : fault(`takes the part ${show(source.part)}`, '"region"');
    case "constant":
      return isConstant(value) ? [] : fault(`is ${show(value)}`, "a text, number, boolean, list of texts, or object of these");
    case "directory":
      return FIELDS.some((field) => field === value)
        ? []
        : fault(`is made from the directory's ${show(value)}`, FIELDS.map(show).join(" or "));
    case "object":
      return isRecord(value)
        ? Object.values(value).flatMap((member) => findSourceFaults(name, member))
        : fault(`is made from the object ${show(value)}`, "an object of sources");
  }
}

/** What lists contain is checked with the other values. */
function isConstant(value: unknown): boolean {
  if (Array.isArray(value)) return true;
  return isRecord(value) ? Object.values(value).every(isConstant) : ["boolean", "number", "string"].includes(typeof value);
}
