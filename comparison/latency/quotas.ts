/** One bound of a service on what is asked of it. */
export interface Quota {
  readonly name: string;
}
