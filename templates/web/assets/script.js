// Four small things on top of pages that work without them; every word comes from the page.
(function () {
  'use strict'

  // What has had its last day gives way to the words beside it, a price, or to the template behind it, a code.
  function hidePast() {
    document.querySelectorAll('[data-until]').forEach(function (part) {
      if (Date.now() < Date.parse(part.dataset.until)) return
      if (part.dataset.later) {
        part.textContent = part.dataset.later
        part.classList.add('past')
      } else {
        part.replaceWith(part.nextElementSibling.content)
      }
    })
  }

  // The old way serves pages on plain http and web views without a clipboard.
  function copyOldWay(text) {
    var field = document.createElement('textarea')
    field.value = text
    field.readOnly = true
    field.style.cssText = 'position:fixed;top:0;opacity:0'
    document.body.appendChild(field)
    field.select()
    field.setSelectionRange(0, text.length)
    var done = false
    try { done = document.execCommand('copy') } catch (error) { /* said by the caller */ }
    field.remove()
    return done
  }

  function copy(text) {
    if (!navigator.clipboard) return Promise.resolve(copyOldWay(text))
    return navigator.clipboard.writeText(text).then(
      function () { return true },
      function () { return copyOldWay(text) }
    )
  }

  function offerCopying(button) {
    var label = button.textContent
    button.hidden = false
    button.addEventListener('click', function () {
      copy(button.dataset.copy).then(function (done) {
        button.textContent = done ? button.dataset.done : button.dataset.failed
        setTimeout(function () { button.textContent = label }, 3000)
      })
    })
  }

  function offerSharing(button) {
    if (!navigator.share) return
    button.hidden = false
    button.addEventListener('click', function () {
      navigator.share({ title: button.dataset.title, url: button.dataset.share }).catch(function () {
        // The reader closed the sheet.
      })
    })
  }

  // What scrolls sideways is reached with the keyboard too, where the browser does not see to that itself.
  function reach(part) {
    if (part.scrollWidth > part.clientWidth) part.tabIndex = 0
  }

  hidePast()
  document.querySelectorAll('pre,.table').forEach(reach)
  document.querySelectorAll('[data-copy]').forEach(offerCopying)
  document.querySelectorAll('[data-share]').forEach(offerSharing)
})()
