"""Project settings, read by Kedro. No logic."""

from busta.hooks import BustaHooks, TypedMlflowHook

HOOKS = (BustaHooks(), TypedMlflowHook())

CONFIG_LOADER_ARGS = {
    "base_env": "base",
    # A fresh machine has no data: with no environment named, the invented league is played.
    "default_run_env": "demo",
    # An environment overrides key by key, not block by block.
    "merge_strategy": {"parameters": "soft"},
}
