(function () {
  'use strict'
  var frame = document.getElementById('article'), main = document.getElementById('copy')
  var said = document.getElementById('said'), hand = document.getElementById('by-hand')
  var rows = Array.prototype.slice.call(document.querySelectorAll('#pictures [data-path]'))
  var source = new DOMParser().parseFromString(frame.getAttribute('srcdoc'), 'text/html').getElementById('content')
  var ready = {}, waiting = {}
  var away = false // whether there is no picture at its public address
  var SMALLEST = 200 // px: the editor drops smaller pictures that come along in the text

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, function (all, name) { return name in values ? values[name] : all })
  }
  function tell(text, kind) { said.textContent = text; said.className = 'said ' + (kind || '') }

  // Pictures as data. A page opened as a file may not read other files, so there each comes in a script.
  window.takePicture = function (path, address) { if (waiting[path]) waiting[path](address) }
  function byScript(row) {
    return new Promise(function (done) {
      var script = document.createElement('script')
      waiting[row.dataset.path] = done
      script.src = row.dataset.script
      script.onerror = function () { done('') }
      document.head.appendChild(script)
    })
  }
  function byRequest(row) {
    return fetch(row.dataset.path).then(function (answer) {
      if (!answer.ok) throw new Error(answer.status)
      return answer.blob()
    }).then(function (blob) {
      return new Promise(function (done) {
        var reader = new FileReader()
        reader.onload = function () { done(reader.result) }
        reader.onerror = function () { done('') }
        reader.readAsDataURL(blob)
      })
    }).catch(function () { return byScript(row) })
  }
  function largeEnough(address, code) {
    return new Promise(function (done) {
      var image = new Image()
      image.onerror = function () { done('') }
      image.onload = function () {
        var times = Math.ceil(SMALLEST / Math.min(image.naturalWidth, image.naturalHeight || 1))
        if (times <= 1) return done(address)
        var canvas = document.createElement('canvas'), pen = canvas.getContext('2d')
        canvas.width = image.naturalWidth * times
        canvas.height = image.naturalHeight * times
        pen.imageSmoothingEnabled = !code
        pen.drawImage(image, 0, 0, canvas.width, canvas.height)
        done(canvas.toDataURL('image/png'))
      }
      image.src = address
    })
  }
  function prepare(row) {
    return (location.protocol === 'file:' ? byScript(row) : byRequest(row)).then(function (address) {
      return address ? largeEnough(address, row.dataset.kind === 'code') : ''
    }).then(function (address) { ready[row.dataset.path] = address })
  }

  // The article as it is put on the clipboard.
  function way() {
    var chosen = document.querySelector('input[name=way]:checked')
    return chosen ? chosen.value : 'data'
  }
  function composed(how) {
    var copy = source.cloneNode(true), missing = 0, shown = {}
    copy.querySelectorAll('script,style,link,iframe').forEach(function (one) { one.remove() })
    copy.querySelectorAll('img').forEach(function (image) {
      var path = image.getAttribute('src') || ''
      var row = rows.filter(function (one) { return one.dataset.path === path })[0]
      if (!row) {
        if (/^https?:/.test(path)) shown[path] = true
        else { image.remove(); missing++ }
        return
      }
      var address = how === 'none' ? '' : how === 'address' && row.dataset.address || ready[path]
      if (address) { image.setAttribute('src', address); shown[path] = true; return }
      var mark = document.createElement('section')
      mark.setAttribute('style', 'margin: 12px 0; padding: 12px; border: 1px dashed #b0a090; color: #a13816; text-align: center')
      mark.textContent = fill(main.dataset.mark, { number: row.dataset.number, alt: image.alt || '' })
      image.parentNode.replaceChild(mark, image)
      if (how !== 'none') missing++
    })
    return { html: copy.innerHTML.trim(), missing: missing, shown: Object.keys(shown).length }
  }
  function plain() {
    var shown = frame.contentDocument && frame.contentDocument.getElementById('content')
    return (shown ? shown.innerText : source.textContent).trim()
  }

  // Onto the clipboard: the new way where the page may, else the old one, which plain http and files allow.
  function put(html, text) {
    if (window.ClipboardItem && navigator.clipboard && navigator.clipboard.write) {
      try {
        return navigator.clipboard.write([new ClipboardItem({
          'text/html': new Blob([html], { type: 'text/html' }),
          'text/plain': new Blob([text], { type: 'text/plain' })
        })]).then(function () { return true }, function () { return byCommand(html, text) })
      } catch (error) { /* a browser that knows no text/html here */ }
    }
    return Promise.resolve(byCommand(html, text))
  }
  function byCommand(html, text) {
    var well = false, ranges = window.getSelection(), holder = document.createElement('span')
    function take(event) {
      if (html) event.clipboardData.setData('text/html', html)
      event.clipboardData.setData('text/plain', text)
      event.preventDefault()
      well = true
    }
    holder.textContent = ' '
    document.body.appendChild(holder)
    ranges.removeAllRanges()
    ranges.selectAllChildren(holder)
    document.addEventListener('copy', take)
    try { well = document.execCommand('copy') && well } catch (error) { well = false }
    document.removeEventListener('copy', take)
    ranges.removeAllRanges()
    holder.remove()
    return well
  }
  function select(place) {
    place.focus()
    window.getSelection().selectAllChildren(place)
  }

  function size(length) {
    return length < 1e6 ? Math.max(1, Math.round(length / 1e3)) + ' KB' : (length / 1e6).toFixed(1) + ' MB'
  }
  function copyAll() {
    var made = composed(way())
    hand.hidden = true
    put(made.html, plain()).then(function (well) {
      if (!well) {
        hand.hidden = false
        hand.innerHTML = made.html
        select(hand)
        return tell(said.dataset.failed, 'bad')
      }
      var text = fill(said.dataset.done, { pictures: made.shown, size: size(made.html.length) })
      if (made.missing) text += ' ' + fill(said.dataset.missing, { count: made.missing })
      if (away && way() === 'address') return tell(said.dataset.away, 'bad')
      tell(text, made.missing ? 'bad' : 'good')
    })
  }

  main.hidden = false
  main.disabled = true
  tell(said.dataset.preparing)
  rows.reduce(function (before, row) { return before.then(function () { return prepare(row) }) }, Promise.resolve())
    .then(function () {
      var lost = rows.filter(function (one) { return !ready[one.dataset.path] }).length
      main.disabled = false
      tell(lost ? fill(said.dataset.missing, { count: lost }) : '', lost ? 'bad' : '')
    })
  main.onclick = copyAll

  // Public addresses are offered once a picture is really there.
  var address = document.querySelector('input[name=way][value=address]')
  if (address && rows.length) {
    address.onchange = function () {
      var probe = new Image()
      probe.onerror = function () { away = true; tell(said.dataset.away, 'bad') }
      probe.onload = function () { away = false; tell('') }
      probe.src = rows[0].dataset.address
    }
  }

  // Short texts.
  document.querySelectorAll('button[data-copy]').forEach(function (button) {
    var name = button.textContent, timer
    button.hidden = false
    button.onclick = function () {
      var place = document.getElementById(button.dataset.copy), text = place.textContent.trim()
      function after(well) {
        if (!well) { place.tabIndex = -1; select(place) }
        button.textContent = well ? button.dataset.done : button.dataset.failed
        button.classList.toggle('done', well)
        clearTimeout(timer)
        timer = setTimeout(function () { button.textContent = name; button.classList.remove('done') }, 2500)
      }
      if (navigator.clipboard && navigator.clipboard.writeText) {
        navigator.clipboard.writeText(text).then(function () { after(true) }, function () { after(byCommand('', text)) })
      } else after(byCommand('', text))
    }
  })

  // Dark mode, roughly as the app converts it: grounds first, then text against its ground.
  var PAGE = [25, 25, 25], TEXT = 152
  function rgb(text) { return (text.match(/[\d.]+/g) || []).map(Number) }
  function bright(c) { return (c[0] * 299 + c[1] * 587 + c[2] * 114) / 1000 }
  function grey(c) { return Math.max(c[0], c[1], c[2]) - Math.min(c[0], c[1], c[2]) < 3 }
  function light(c) { return (Math.max(c[0], c[1], c[2]) + Math.min(c[0], c[1], c[2])) / 510 }
  function scaled(c, to) {
    var times = to / (bright(c) || 1)
    return c.slice(0, 3).map(function (part) { return Math.min(255, Math.round(part * times)) })
  }
  function turned(c, sum) {
    var high = Math.max(c[0], c[1], c[2]), low = Math.min(c[0], c[1], c[2]), shift = (sum - light(c)) * 255 - (high + low) / 2
    return c.slice(0, 3).map(function (part) { return Math.max(0, Math.min(255, Math.round(part + shift))) })
  }
  function ground(c) {
    if ((grey(c) && light(c) > 0.4) || bright(c) > 250) return turned(c, 1.098)
    if (bright(c) > 190) return scaled(c, 190)
    return light(c) < 0.22 ? turned(c, 0.22 + light(c)) : c
  }
  function ink(c, behind, again) {
    var to = bright(behind), far = Math.abs(bright(c) - to), onBright = to >= 100
    if (bright(c) >= 250) return c
    if (far > TEXT - 25 && to <= 27) return scaled(c, TEXT)
    if (far >= 65) return c
    if (!again && (onBright ? light(c) > 0.5 : light(c) <= 0.4)) return ink(turned(c, 0.9), behind, true)
    return scaled(c, Math.min(TEXT - 25, onBright ? to - 65 : to + 65))
  }
  function darken(root) {
    var view = root.ownerDocument.defaultView, todo = []
    function walk(one, behind) {
      var style = view.getComputedStyle(one), back = rgb(style.backgroundColor), own = null
      if (one.localName === 'th') behind = [40, 40, 40] // the app's own ground of head cells
      else if (back.length === 3 || back[3] > 0.05) behind = own = ground(back)
      var edges = /^t[dh]$/.test(one.localName) ? [] : ['Top', 'Right', 'Bottom', 'Left'].filter(function (side) { return parseFloat(style['border' + side + 'Width']) })
        .map(function (side) { return ['border' + side + 'Color', ground(rgb(style['border' + side + 'Color']))] })
      todo.push([one, own, ink(rgb(style.color), behind), edges])
      Array.prototype.forEach.call(one.children, function (child) { walk(child, behind) })
    }
    walk(root, PAGE)
    todo.forEach(function (row) {
      var style = row[0].style
      if (row[1]) { style.backgroundColor = css(row[1]); style.backgroundImage = 'none' }
      style.color = css(row[2])
      row[3].forEach(function (edge) { style[edge[0]] = css(edge[1]) })
    })
  }
  function css(c) { return 'rgb(' + c.slice(0, 3) + ')' }
  document.querySelectorAll('.modes button').forEach(function (button) {
    button.onclick = function () {
      var dark = button.value === 'dark', inside = frame.contentDocument, shown = inside.getElementById('content')
      document.querySelectorAll('.modes button').forEach(function (one) {
        one.setAttribute('aria-pressed', String(one === button))
      })
      shown.innerHTML = source.innerHTML
      if (dark) darken(shown)
      inside.body.classList.toggle('dark', dark)
      inside.documentElement.style.background = dark ? '#191919' : ''
      frame.parentNode.classList.toggle('dark', dark)
    }
  })
  document.querySelector('.modes').hidden = false
})()
