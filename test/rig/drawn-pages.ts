/** Bits of pages on which "The total is 42" stands where nobody can read it. Each is a page of its own, or a part of one. */
export const undrawn: readonly string[] = [
  '<canvas>The total is 42</canvas>',
  '<video controls>The total is 42</video>',
  '<object data="data:text/html,Hello" width=99 height=99>The total is 42</object>',
  '<iframe>The total is 42</iframe>',
  '<svg width=20 height=20><title>The total is 42</title></svg>',
  '<details><summary>Sums</summary>The total is 42</details>',
  '<details><summary>Sums</summary><p>The total is 42</p></details>',
  '<p>The total is <b style="visibility:hidden">42</b></p>',
  '<p>The total is <b hidden>42</b></p>',
  '<p style="opacity:0">The total is 42</p>',
  '<div style="opacity:0"><p>The total is 42</p></div>',
  '<p style="content-visibility:hidden;height:20px">The total is 42</p>',
  '<p style="font-size:0;height:20px">The total is 42</p>',
  '<p id=p1>The total is 42</p><script>p1.attachShadow({ mode: "open" }).innerHTML = "<i>Hello</i>"</script>',
  '<p id=p2>The total is 42</p><script>p2.attachShadow({ mode: "closed" }).innerHTML = "<i>Hello</i>"</script>',
  `<p style="content:url('data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22 width=%2299%22 height=%2299%22/>')">The total is 42</p>`,
  '<textarea id=t>The total is 42</textarea><script>t.value = ""</script>',
];

/** Those where it can be read, in one element that a locator finds. */
export const drawn: readonly string[] = [
  '<p>The total is 42</p>',
  '<p>The <i>total</i>\n is <b>4</b>2<span hidden>!</span></p>',
  '<p style="display:contents">The total is 42</p>',
  '<p style="text-transform:uppercase">The total is 42</p>',
  '<p id=p3></p><script>p3.attachShadow({ mode: "open" }).innerHTML = "<i>The total is <b>42</b></i>"</script>',
  '<p id=p4>The total is 42</p><script>p4.attachShadow({ mode: "open" }).innerHTML = "Sum: <slot></slot>"</script>',
  '<p id=p5>The total is 42</p><script>p5.attachShadow({ mode: "closed" }).innerHTML = "<slot></slot>"</script>',
  '<details open><summary>Sums</summary>The total is 42</details>',
  '<details><summary>The total is 42</summary>Hello</details>',
  '<svg width=200 height=40><text y=20>The total is 42</text></svg>',
  '<button>The total is 42</button>',
  '<p style="position:absolute;clip:rect(0,0,0,0);width:1px;height:1px;overflow:hidden">The total is 42</p>',
  '<div style="height:5000px"></div><div style="content-visibility:auto"><p>The total is 42</p></div>',
];

/** Those where it can be read, but no locator finds it. */
export const beside: readonly string[] = [
  '<iframe srcdoc="The total is <b>42</b>"></iframe>',
  '<iframe sandbox srcdoc="<p>The total is 42</p>"></iframe>',
  `<iframe srcdoc="<iframe srcdoc='The total is 42'></iframe>"></iframe>`,
  '<object data="data:text/html,The total is 42"></object>',
  '<p>The total is <span id=p6></span></p><script>p6.attachShadow({ mode: "closed" }).textContent = 42</script>',
  '<p id=p7></p><script>p7.attachShadow({ mode: "closed" }).innerHTML = "The <i>total</i> is <b>4</b><b>2</b>"</script>',
  '<style>.a::after { content: "42" }</style><p class=a>The total is </p>',
  '<style>.b::before { content: "The total is " }</style><p class=b>42</p>',
  '<style>.c { counter-reset: sum 42 } .c::after { content: "The total is " counter(sum) }</style><p class=c></p>',
  '<style>.d::after { content: attr(title) }</style><p class=d title="The total is 42"></p>',
  '<style>li::marker { content: "The total is " counter(list-item) }</style><ol start=42><li></ol>',
  '<p id=p8></p><script>p8.attachShadow({ mode: "closed" }).innerHTML = "<style>p::first-letter { color: red }</style><p>The total is 42</p>"</script>',
  '<title style="display:block">The total is 42</title><style>head { display: block }</style>',
  '<form><input name=firstChild><input name=parentNode><input name=nodeType>The total is 42</form>',
  '<p>The total is 4\u20602</p>',
  '<p>The total is 4<span hidden>,</span>2</p>',
];
