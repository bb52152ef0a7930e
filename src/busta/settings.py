"""Project settings, read by Kedro. No logic."""

from busta.hooks import BustaHooks, TypedMlflowHook

HOOKS = (BustaHooks(), TypedMlflowHook())
# TypedMlflowHook stands in for the hook that the plugin would register by itself.
DISABLE_HOOKS_FOR_PLUGINS = ("kedro_mlflow",)

CONFIG_LOADER_ARGS = {
    "base_env": "base",
    # A fresh machine has no data: with no environment named, the invented league is played.
    "default_run_env": "demo",
    # An environment overrides key by key, not block by block.
    "merge_strategy": {"parameters": "soft"},
}
