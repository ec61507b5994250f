"""What is measured in a page, in the page's own language."""

from playwright.sync_api import Page

#: Every run of text that can be seen: its words, its size on the glass, where it is.
TEXTS = """() => {
  // What is only heard; and the letter in a symbol, whose name stands beside it.
  const UNREAD = ".visually-hidden, .skip-link, title, desc, svg.symbol";
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest(UNREAD)) continue;
    if (!parent.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const matrix = parent.getScreenCTM && parent.getScreenCTM();
    const size = parseFloat(getComputedStyle(parent).fontSize) * (matrix ? matrix.a : 1);
    for (const box of range.getClientRects()) {
      if (box.width < 1.5) continue;
      found.push({ words: node.data.trim(), size, node: parent,
        box: [box.left, box.top, box.right, box.bottom] });
    }
  }
  return found;
}"""
SMALL = "least => TEXTS().filter(each => each.size < least).map(each => [each.words, each.size])"
#: Text that is partly seen: at the edge of the glass, or of a part that hides what is too much.
#: What lies wholly outside such a part was left out on purpose, as rows that a wall cannot hold.
CUT = """([across, down]) => TEXTS().filter(({ box, size, node }) => {
  const rooms = [{ left: 0, top: 0, right: innerWidth, bottom: innerHeight }];
  for (let each = node; each && each !== document.body; each = each.parentElement) {
    if (getComputedStyle(each).overflow !== "visible") rooms.push(each.getBoundingClientRect());
  }
  const [left, top, right, bottom] = box;
  const isLeftOut = (room) => left >= room.right || right <= room.left
    || top >= room.bottom || bottom <= room.top;
  const isCut = (room) => left < room.left - across || right > room.right + across
    || top < room.top - down * size || bottom > room.bottom + down * size;
  return !rooms.slice(1).some(isLeftOut) && rooms.some(isCut);
}).map(each => [each.words, each.box.map(Math.round)])"""

#: Lines of different words that are written over one another, but for a hair.
OVER = """hair => TEXTS().flatMap(({ box, node, words, size }, nth, all) => {
  const [left, top, right, bottom] = box;
  const over = all.slice(nth + 1).find((each) => each.node !== node && !each.node.ownerSVGElement
    && !node.ownerSVGElement
    && Math.min(right, each.box[2]) - Math.max(left, each.box[0]) > hair * size
    && Math.min(bottom, each.box[3]) - Math.max(top, each.box[1]) > hair * size);
  return over ? [[words, over.words]] : [];
})"""


def _with_texts(script: str) -> str:
    return script.replace("TEXTS()", f"({TEXTS})()")


def smaller_than(page: Page, least_px: float) -> list:
    """Return the text that is written smaller than that."""
    return page.evaluate(_with_texts(SMALL), least_px - 0.05)


def cut_off(page: Page) -> list:
    """Return the text that does not fit; a tight line has a little air above and below it."""
    return page.evaluate(_with_texts(CUT), [3, 0.12])


def written_over(page: Page) -> list:
    """Return pairs of lines that overlap."""
    return page.evaluate(_with_texts(OVER), 0.35)


def fonts_that_failed(page: Page) -> list:
    """Return the fonts that were asked for and did not come."""
    return page.evaluate(
        "[...document.fonts].filter(each => each.status === 'error').map(each => each.family)"
    )
