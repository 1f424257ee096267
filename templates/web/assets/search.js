// Searches as one types; words come from the page.
const [field, said, list] = ['q', 'said', 'found'].map(id => document.getElementById(id))
const words = field.form.dataset
let loading

const plain = text => text.normalize('NFKC').toLowerCase()

// A Latin word has a blank before it: only its beginning is found.
const runs = text => (plain(text).match(/[0-9a-z\u00c0-\u1fff]+|[^\s!-\u206f\u3000-\u303f]+/g) || [])
  .map(run => run < '\u2000' ? ' ' + run : run)

// A field: text, runs, rank (0 title, 3 product, 6 tag).
const read = ({ names, entries }) => entries.map(([title, tags, shown, kind, ...rest]) => [[
  [title, kind > 1 ? 3 : 0], ...shown.map(at => [entries[at][0], 3]), ...tags.map(at => [names[at], 6])
].map(([text, rank]) => [text, runs(text).join(''), rank]), kind, ...rest])

const score = ([fields], asked) => fields[0][1] === asked.join('') ? fields[0][2] :
  asked.reduce((sum, run) => sum + Math.min(...fields.map(([, key, rank]) =>
    key.includes(run) ? rank + (key === run ? 0 : key.startsWith(run) ? 1 : 2) : 1 / 0
  )), 0)

const add = (parent, tag, text = '') =>
  parent.appendChild(Object.assign(document.createElement(tag), { textContent: text }))

const mark = (parent, text, asked) => {
  let end = 0
  const any = RegExp(asked.join('|').replace(/ /g, '\\b'), 'g')
  text.replace(/[^]/g, char => plain(char)[0]).replace(any, (hit, at) => {
    parent.append(text.slice(end, at))
    end = at + hit.length
    add(parent, 'mark', text.slice(at, end))
  })
  parent.append(text.slice(end))
}

const show = ([fields, kind, path, day, lang], asked) => {
  const item = add(list, 'li'), link = add(item, 'a'), meta = add(item, 'p')
  if (lang) item.lang = lang
  link.href = '../' + path
  if (kind === 1) add(meta, 'b', words.ad)
  add(meta, 'span', kind > 1 ? words.product : day)
  fields.forEach(([text, key, rank], at) => {
    const hit = rank > 3 && kind < 2 || asked.some(run => key.includes(run))
    if (!at || hit) mark(at ? add(meta, 'span') : link, text, asked)
  })
}

const render = all => {
  const asked = runs(field.value)
  const found = all.map((entry, at) => [score(entry, asked) * 1e6 + at, entry])
    .filter(one => asked[0] && one[0] < 1 / 0).sort((a, b) => a[0] - b[0])
  const word = found[50] ? words.many : found[0] ? words.found : words.none
  list.textContent = ''
  found.slice(0, 50).map(one => show(one[1], asked))
  said.textContent = field.value && word.replace('{count}', found.length).replace('{text}', () => field.value)
}

const search = event => {
  if (event.isComposing) return
  loading = loading || fetch(words.index).then(answer => answer.json()).then(read)
  loading.then(render).catch(() => {
    loading = list.textContent = ''
    said.textContent = words.failed
  })
}

for (const name of ['input', 'compositionend']) field.addEventListener(name, search)
field.onchange = list.onclick = () => history.replaceState(0, '', '?q=' + encodeURIComponent(field.value))
field.form.onsubmit = () => (field.blur(), false)
field.value ||= new URLSearchParams(location.search).get('q')
search({})
