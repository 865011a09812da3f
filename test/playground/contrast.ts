/**
 * The lowest contrast (WCAG 2.2) of an element's text to any colour of its background's gradient, among all that match. Runs in the
 * page, so it stands alone.
 */
export function lowestContrast(selector: string): number {
  const luminance = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? [])
      .map((channel) => Number(channel) / 255)
      .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrasts = [...document.querySelectorAll(selector)].flatMap((element) => {
    const { color, backgroundImage } = getComputedStyle(element);
    return (backgroundImage.match(/rgb\([^)]+\)/g) ?? []).map((stripe) => {
      const [one, other] = [luminance(color), luminance(stripe)];
      return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    });
  });
  return contrasts.length === 0 ? 0 : Math.min(...contrasts);
}
