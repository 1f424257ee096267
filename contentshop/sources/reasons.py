"""What the YAML parser says, in Chinese."""

from __future__ import annotations

_CHINESE = {
    "found unexpected end of stream": "从这里开始，到文件末尾都没有结束",
    "mapping values are not allowed in this context": "这里不能再出现冒号",
    "mapping keys are not allowed in this context": "这里不能以问号开头",
    "block sequence entries are not allowed in this context": "这里不能出现列表项",
    "could not find expected ':'": "缺少冒号",
    "did not find expected key": "这里应该是一个键；看看缩进和引号",
    "did not find expected '-' indicator": "这里应该是以 - 开头的列表项",
    "did not find expected ',' or ']'": "方括号里缺少逗号或 ]",
    "did not find expected ',' or '}'": "花括号里缺少逗号或 }",
    "did not find expected node content": "这里缺少内容",
    "did not find expected <document start>": "前面的内容已经结束，这里多出了文字",
    "found character that cannot start any token": "不能以这个字符开头",
    "found unknown escape character": "双引号里的反斜杠写法不对",
    "did not find expected hexdecimal number": "双引号里的 \\x、\\u 后面要跟十六进制数",
    "found invalid Unicode character escape code": "双引号里的 \\u 不是合法的字符",
    "found undefined tag handle": "这里的 ! 要放进引号",
    "found incompatible YAML document": "%YAML 的版本不支持",
}


def reason_zh(reason: str) -> str:
    """Return a reason of libyaml in Chinese; an unknown one as it is."""
    return _CHINESE.get(reason, reason)
