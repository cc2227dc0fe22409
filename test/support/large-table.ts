import type { AccessControl, HttpMethod, Route } from "../../config/access-rules";

const METHODS: readonly HttpMethod[] = ["GET", "POST", "PUT"];
const RESOURCES = [
  "accounts",
  "animals",
  "bookings",
  "clinics",
  "documents",
  "invoices",
  "keepers",
  "locations",
  "orders",
  "owners",
  "payments",
  "prescriptions",
  "reports",
  "rooms",
  "schedules",
  "shelters",
  "suppliers",
  "treatments",
  "users",
  "visits",
];

/**
 * The table of a realistic team: 20 resources with 3 routes each, 60 in all, behind 40 permissions. Every second resource is nested in
 * another one, whose own permission must not open it: `GET /accounts/{id}` and `GET /accounts/{id}/animals`.
 */
export function createLargeTable(): AccessControl {
  const permissions = RESOURCES.flatMap((resource) =>
    ["read", "write"].map(
      (verb) => [`${verb}-${resource}`, { scope: `${resource}.${verb}`, description: `${verb} ${resource}` }] as const,
    ),
  );
  const routes = RESOURCES.flatMap((resource, i) =>
    METHODS.map((method): Route => {
      const verb = method === "GET" ? "read" : "write";
      const nested: Route["path"] = i % 2 === 0 ? `/${resource}/{id}` : `/${RESOURCES[i - 1]}/{id}/${resource}`;
      const path = method === "POST" ? (`/${resource}` as const) : nested;
      return { method, path, permission: `${verb}-${resource}` };
    }),
  );
  return {
    resourceServer: "clinic",
    permissions: Object.fromEntries(permissions),
    groups: { Everything: permissions.map(([name]) => name), Front: ["read-animals", "write-animals", "read-owners"] },
    routes,
  };
}
