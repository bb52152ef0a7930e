"""Project settings, read by Kedro. No logic."""

from kedro_mlflow.framework.hooks import MlflowHook

from busta.hooks import BustaHooks

# The last hook of the tuple runs first; ours announces the data before MLflow opens its run.
HOOKS = (BustaHooks(), MlflowHook())
DISABLE_HOOKS_FOR_PLUGINS = ("kedro-mlflow",)

CONFIG_LOADER_ARGS = {
    "base_env": "base",
    # A fresh machine has no data: with no environment named, the invented league is played.
    "default_run_env": "demo",
    "config_patterns": {
        "parameters": ["parameters*", "parameters*/**", "**/parameters*"],
        "catalog": ["catalog*", "catalog*/**", "**/catalog*"],
    },
}
