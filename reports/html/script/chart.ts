/** Draws the trend, and lets pointer and keyboard walk along it. */
export const chart = String.raw`
{
  const place = byId('chart');
  const readout = byId('readout');
  /** @type {{ names: string[], series: number[], nth: number[], when: string[], run: string[], pass: number[], total: number[], medians?: (number | null)[] }} */
  const trend = JSON.parse(byId('trend-data').textContent ?? '');
  const count = trend.nth.length;
  const buttons = [...document.querySelectorAll('.legend button')];
  const rates = trend.pass.map((pass, i) => (100 * pass) / (trend.total[i] ?? 1));
  /** @param {(number | null)[]} values */
  const bySeries = (values) => trend.names.map((_, series) => values.map((value, i) => (trend.series[i] === series ? value : null)));
  const { medians } = trend;
  const data = [trend.nth, ...bySeries(rates), ...(medians === undefined ? [] : bySeries(medians.map((share) => (share === null ? null : 100 * share))))];
  /** @param {number} i the uPlot series that show the name of this number */
  const shown = (i) => (medians === undefined ? [i + 1] : [i + 1, trend.names.length + i + 1]);

  /** @param {string} name */
  const colour = (name) => {
    const probe = document.createElement('span');
    probe.style.color = 'var(' + name + ')';
    place.append(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  };

  /** @param {string} rgb */
  const faint = (rgb) => rgb.replace('rgb(', 'rgba(').replace(')', ', 0.35)');

  /** @param {number} i */
  const say = (i) => {
    const name = trend.names[trend.series[i] ?? 0] ?? '';
    const rate = Math.round(rates[i] ?? 0);
    return trend.when[i] + ' UTC, ' + name + ': ' + trend.pass[i] + ' of ' + trend.total[i] + ' (' + rate + ' %), run ' + trend.run[i];
  };

  const days = (Date.parse(trend.when[count - 1] + 'Z') - Date.parse(trend.when[0] + 'Z')) / 86_400_000;
  /** @param {number} nth */
  const dateOf = (nth) => {
    const i = trend.nth.findIndex((own) => own >= nth);
    const when = trend.when[i] ?? '';
    return days > 30 ? when.slice(0, 10) : when.slice(5);
  };

  let at = count - 1;
  let walking = false;
  /** @type {any} */
  let plot;

  const draw = () => {
    const hidden = buttons.map((button) => button.getAttribute('aria-pressed') === 'false');
    plot?.destroy();
    const axis = { stroke: colour('--soft'), font: '12px system-ui, sans-serif', grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } };
    plot = new uPlot({
      width: Math.max(200, place.clientWidth),
      height: 280,
      legend: { show: false },
      scales: { x: { time: false }, y: { range: [0, 100] } },
      axes: [
        { ...axis, grid: { show: false }, size: 30, space: 100, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000], values: (/** @type {unknown} */ _, /** @type {number[]} */ nths) => nths.map(dateOf) },
        { ...axis, size: 48, values: (/** @type {unknown} */ _, /** @type {number[]} */ shares) => shares.map((share) => share + ' %') },
      ],
      series: [
        {},
        ...trend.names.map((label, i) => medians === undefined
          ? { label, show: !hidden[i], stroke: colour('--s' + i), width: 2, spanGaps: true, points: { show: count <= 100, size: 5 } }
          : { label, show: !hidden[i], stroke: faint(colour('--s' + i)), width: 1, paths: () => null, points: { show: true, size: 3, width: 0, fill: faint(colour('--s' + i)) } }),
        ...(medians === undefined ? [] : trend.names.map((label, i) => ({ label, show: !hidden[i], stroke: colour('--s' + i), width: 2, spanGaps: true, points: { show: false } }))),
      ],
      focus: { alpha: 0.15 },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 8 } },
      hooks: {
        setCursor: [(/** @type {any} */ own) => {
          if (typeof own.cursor.idx !== 'number' || walking) return;
          at = own.cursor.idx;
          tell();
        }],
      },
    }, data, place);
  };

  const tell = () => {
    readout.textContent = say(at);
    place.setAttribute('aria-valuenow', String(at + 1));
    place.setAttribute('aria-valuetext', say(at));
  };

  const walk = (/** @type {number} */ to) => {
    at = Math.min(count - 1, Math.max(0, to));
    walking = true;
    plot.setCursor({ left: plot.valToPos(trend.nth[at], 'x'), top: plot.valToPos(rates[at], 'y') });
    walking = false;
    tell();
  };

  place.setAttribute('aria-valuemin', '1');
  place.setAttribute('aria-valuemax', String(count));
  place.setAttribute('aria-valuenow', String(count));
  place.setAttribute('aria-valuetext', say(count - 1));
  place.addEventListener('keydown', (event) => {
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, PageUp: at - 20, PageDown: at + 20, Home: 0, End: count - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    walk(to);
  });

  for (const [i, button] of buttons.entries()) {
    const focus = () => plot.setSeries(shown(i).at(-1), { focus: true });
    const blur = () => plot.setSeries(null, { focus: false });
    button.addEventListener('pointerenter', focus);
    button.addEventListener('focus', focus);
    button.addEventListener('pointerleave', blur);
    button.addEventListener('blur', blur);
    button.addEventListener('click', () => {
      const show = button.getAttribute('aria-pressed') === 'false';
      button.setAttribute('aria-pressed', String(show));
      for (const series of shown(i)) plot.setSeries(series, { show });
    });
  }

  draw();
  document.documentElement.addEventListener('repaint', draw);
  new ResizeObserver(() => plot.setSize({ width: Math.max(200, place.clientWidth), height: 280 })).observe(place);
}
`;
