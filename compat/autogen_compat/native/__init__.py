"""The few v0.4 components that programs moved from v0.2 need and v0.4 lacks.

Native rewrites by ``autogen-migrate rewrite --to native`` import them.  Each is built on a public
class of autogen-agentchat or autogen-core and works in any v0.4 team; none needs the v0.2 layer.
"""

from ._auto_reply import AutoReplyAgent
from ._cache import disk_cached
from ._code_runner import CodeRunnerAgent
from ._human import HumanProxyAgent
from ._tools import SequentialFunctionTool

__all__ = ["AutoReplyAgent", "CodeRunnerAgent", "HumanProxyAgent", "SequentialFunctionTool", "disk_cached"]
