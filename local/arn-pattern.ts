/**
 * Matches an IAM pattern: `*` is any text and `?` any one character, both including slashes and colons.
 * Source: docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html, read 2026-11.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  // Greedy, with one place to go back to: a regular expression with many stars can take exponential time.
  let p = 0;
  let star = -1;
  let resume = 0;
  for (let t = 0; t < text.length; ) {
    if (pattern[p] === "*") {
      star = p++;
      resume = t;
    } else if (pattern[p] === "?" || pattern[p] === text[t]) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}
