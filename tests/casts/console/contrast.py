# SPDX-License-Identifier: Apache-2.0
"""The contrast of every text with what is behind it, as axe measures it: each look once.

Measuring takes axe half of its time, and a table of a hundred rows has a hundred texts that look alike. Two texts
look alike if they have the same colours, size and weight, and if all that they lie in and that is not plain has the
same colours, pictures, opacity, place and filters. A look is known once axe has passed it; where axe leaves a text
out, because that is one letter long or covered, the look is measured on the next page.
"""

from axe_playwright_python.base import AXE_SCRIPT

OF_EACH = 2
"""Texts of a look that are measured on a page: axe may leave one of them out."""

MEASURE = """async ([known, most]) => {
  const TEXT = ['color', 'fontSize', 'fontWeight', 'textShadow', 'webkitTextFillColor', 'webkitTextStrokeWidth',
    'webkitTextStrokeColor'];
  const PLAIN = {backgroundColor: 'rgba(0, 0, 0, 0)', backgroundImage: 'none', opacity: '1', position: 'static',
    filter: 'none', backdropFilter: 'none', mixBlendMode: 'normal', clipPath: 'none'};
  const passed = new Set(known), grounds = new Map(), measured = new Map();
  const digest = text => {
    let high = 0xdeadbeef, low = 0x41c6ce57;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      high = Math.imul(high ^ unit, 2654435761);
      low = Math.imul(low ^ unit, 1597334677);
    }
    high = Math.imul(high ^ high >>> 16, 2246822507) ^ Math.imul(low ^ low >>> 13, 3266489909);
    low = Math.imul(low ^ low >>> 16, 2246822507) ^ Math.imul(high ^ high >>> 13, 3266489909);
    return (high >>> 0).toString(36) + (low >>> 0).toString(36);
  };
  const styles = one => [null, '::before', '::after'].map(part => getComputedStyle(one, part))
    .filter((style, at) => !at || style.content !== 'none')
    .map(style => Object.keys(PLAIN).map(name => style[name]).join('|'));
  const PLAINLY = Object.values(PLAIN).join('|');
  const ground = one => {
    if (!one) return '';
    if (!grounds.has(one)) {
      const behind = ground(one.parentElement), own = styles(one).join('||');
      grounds.set(one, own === PLAINLY ? behind : digest(`${own} ${behind}`));
    }
    return grounds.get(one);
  };
  const isControl = one => one.matches('input, select, textarea');
  const said = one => isControl(one) ? one.type === 'hidden' ? '' : `${one.value || one.placeholder || ''}`.trim()
    : [...one.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data).join(' ').trim();
  const named = one => {
    const text = said(one), style = getComputedStyle(one), found = TEXT.map(name => style[name]);
    found.push(isControl(one) ? one.tagName + one.type : '', text.length > 1, /[\\p{L}\\p{N}]/u.test(text), ground(one));
    found.push(Boolean(one.closest(':disabled, [aria-disabled=true]') || one.closest('label')?.control?.disabled));
    return digest(found.join('|'));
  };
  for (const one of document.body.querySelectorAll('*')) {
    if (!said(one) || !one.checkVisibility()) continue;
    const name = named(one), alike = measured.get(name) ?? [];
    if (!passed.has(name) && alike.length < most) measured.set(name, [...alike, one]);
  }
  if (!measured.size) return {passed: [], failed: []};
  const run = await axe.run({include: [...measured.values()].flat()}, {
    runOnly: {type: 'rule', values: ['color-contrast']}, resultTypes: ['passes', 'violations'], elementRef: true,
  });
  const nodes = rules => rules.flatMap(rule => rule.nodes);
  return {
    passed: nodes(run.passes).map(node => named(node.element)),
    failed: nodes(run.violations).map(node => `${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 300)}`),
  };
}"""


class Contrast:
    """Measures pages one after the other."""

    def __init__(self) -> None:
        self._passed: set[str] = set()

    def failures(self, page) -> list[str]:
        """Return the texts with too little contrast, of those that look like none that passed before."""
        if not page.evaluate("typeof axe === 'object'"):
            page.evaluate(AXE_SCRIPT)
        found = page.evaluate(MEASURE, [sorted(self._passed), OF_EACH])
        self._passed.update(found["passed"])
        return [f"color-contrast: {one}" for one in found["failed"]]
