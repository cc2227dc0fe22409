/** How the variants of the costs look: as their strategies do, and those of one strategy told apart by marks. */
export function placeVariants(
  variants: readonly { readonly strategy: string; readonly variant: string }[],
  places: readonly string[],
) {
  return variants.map(({ strategy, variant }) => ({
    variant,
    strategy,
    place: Math.max(0, places.indexOf(strategy)),
    mark: variants.filter((one) => one.strategy === strategy).findIndex((one) => one.variant === variant),
  }));
}
