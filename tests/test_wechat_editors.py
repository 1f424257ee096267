"""Contents as other editors make them, written here in their manner: what the checker says of each."""

from __future__ import annotations

import pytest

from contentshop.channels.wechat import Finding, check

MARKDOWN_WITH_THEME = """\
<section id="nice" data-tool="mdnice" style="font-size: 16px; padding: 0 10px; line-height: 1.6; \
font-family: Optima-Regular, Optima, PingFangSC-light, Cambria, serif;"><h2 data-tool="mdnice" \
style="margin-top: 30px; font-weight: bold; font-size: 22px;"><span class="prefix" style="display: none;"></span>\
<span class="content">看总酸</span></h2>
<ul data-tool="mdnice" style="list-style-type: disc;"><li><section style="margin: 5px 0;">清</section></li>\
<li><section style="margin: 5px 0;">厚<ul><li>六年</li></ul></section></li></ul>
<pre class="custom" data-tool="mdnice" style="border-radius: 5px;"><code class="hljs" style="overflow-x: auto; \
padding: 16px; color: #abb2bf; background: #282c34;">if&nbsp;acid&nbsp;&gt;&nbsp;6:<br>&nbsp;&nbsp;buy()</code></pre>
<p>见<span class="footnote-word" style="color: #1e6bb8;">标准</span><sup class="footnote-ref">[1]</sup></p></section>
"""
CLASSIC_THEME = """\
<p style="font-size:0;line-height:0;margin:0">&nbsp;</p><section style="font-family:-apple-system-font,\
BlinkMacSystemFont, Helvetica Neue, PingFang SC, sans-serif;font-size:16px;line-height:1.75;text-align:left">\
<h1 style="display:table;padding:0 1em;border-bottom:2px solid rgba(15, 76, 129, 1);margin:2em auto 1em;color:#3f3f3f">\
怎么挑醋</h1><p style="margin:1.5em 8px;letter-spacing:.1em;color:var(--md-primary-color)">清的拌，厚的蘸</p>\
<figure style="margin:1.5em 8px"><img src="https://cdn.shop.test/a.png" style="display:block;width:100%;margin:0 auto">
<figcaption style="text-align:center;color:#888;font-size:.8em">两瓶醋</figcaption></figure>\
<blockquote style="padding:1em;border-left:4px solid #0f4c81;background:#f7f7f7">\
<p style="display:block">酸味越陈越绵</p>\
</blockquote><p>见<a href="https://shop.test/p/1" style="color:#576b95">小店</a>和<a href="#fn1">注</a></p></section>
"""
COLLAGE = """\
<section data-role="outer" label="edit by another editor"><section style="position:static;margin:10px auto;\
display:flex;justify-content:center"><section style="width:500px;background:linear-gradient(to right,#4dbb6c,#b8ee84);\
border-radius:25px;padding:7px 20px"><p style="font-size:16px;color:#ffffff !important">时逢夏至，万物丰盈</p>\
</section></section><section style="line-height:0;height:0"><svg viewBox="0 0 1080 720" \
style="background-image:url(&quot;https://mmbiz.qpic.cn/a/640&quot;);width:100%"><animate attributeName="opacity" \
begin="touchstart" dur="1s"></animate></svg></section><section style="height:1px;overflow:hidden"><p>这一段会被裁掉，\
因为外面的高度只有一个像素，谁也看不见里面写了些什么。</p></section>\
<section style="position:absolute;top:0">标题</section>\
<img src="https://mmbiz.qpic.cn/b/640" style="opacity:0;width:640px"></section>
"""
WORD_PROCESSOR = """\
<p class=MsoNormal style="margin-left:294pt;text-align:start;mso-pagination:none"><span lang=EN-US \
style="font-family:&#39;Times New Roman&#39;"><o:p>&nbsp;</o:p></span><span style="font-family:宋体">\
山西老陈醋</span></p>
<table style="width:577px"><tr><td width=246 style="width:184.5pt">总酸</td>
<td width=246>六克</td></tr></table>
"""
RAW_MARKDOWN = """\
<h2 id="acid">看总酸</h2>
<p>清的拌，
厚的蘸。<a href="https://shop.test/p/1">六年陈</a></p>
<ul>
<li><input type="checkbox" checked> 买<strong>醋</strong></li>
</ul>
<pre><code class="language-python">if acid &gt; 6:
    buy()
</code></pre>
<div class="card"><div>六年陈</div></div>
<p><img src="/images/a.webp" width="640" height="480" alt=""></p>
<iframe src="https://player.test/1"></iframe>
<style>.card { color: red }</style>
"""
EDITORS = {
    "markdown-with-theme": (
        MARKDOWN_WITH_THEME,
        set(),
        {"no-id", "class-dropped", "font-family", "outer-padding", "list-nested", "pre-text"},
    ),
    "classic-theme": (
        CLASSIC_THEME,
        {"link-foreign"},
        {"font-family", "no-variable", "contrast-light", "link-anchor"},
    ),
    "collage": (
        COLLAGE,
        {"style-entity", "svg-begin", "no-position", "image-hidden", "contrast-dark"},
        {"width-fixed", "gradient-text", "important", "height-fixed", "no-offset", "image-width", "contrast-light"},
    ),
    "word-processor": (
        WORD_PROCESSOR,
        {"width-overflow", "text-align", "style-entity"},
        {"class-dropped", "font-family", "tag-unknown", "table-width", "width-fixed"},
    ),
    "raw-markdown": (
        RAW_MARKDOWN,
        {"link-foreign", "tag-lost", "code-space", "no-div", "image-type", "media-lost", "no-style-sheet"},
        {
            "no-id",
            "raw-newline",
            "list-item",
            "class-dropped",
            "div-plain",
            "pre-text",
            "image-attributes",
            "image-width",
        },
    ),
}


@pytest.mark.parametrize("editor", EDITORS)
def test_what_is_said_of_other_editors_contents(editor: str) -> None:
    """Errors and warnings are exactly these rules, each with the place where it is broken."""
    content, errors, warnings = EDITORS[editor]
    found = check(content)
    assert {one.rule for one in found if one.severity == "error"} == errors
    assert {one.rule for one in found if one.severity == "warning"} == warnings
    assert [one for one in found if not content.split("\n")[one.line - 1][one.column - 1 :].startswith("<")] == []


def test_findings_follow_the_content() -> None:
    """They come in the order of the content, whatever their rule."""
    places = [(one.line, one.column) for one in check(RAW_MARKDOWN)]
    assert places == sorted(places)
    assert isinstance(check(RAW_MARKDOWN)[0], Finding)
