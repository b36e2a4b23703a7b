"""All settings of the web application. Names in capitals can be set in the environment; see docs/settings.md."""

from __future__ import annotations

import sys
from pathlib import Path

import django_stubs_ext

from config.database import database_settings
from config.environment import envbool, envint, envlist, envsecret, envtext

# Lets admin and view classes name the model they are for, which the type checker holds them to.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(envtext("PODIUM_VAR", str(BASE_DIR / "var"))).resolve()

DEBUG = envbool("DEBUG", False)
SECRET_KEY = envsecret("SECRET_KEY", VAR_DIR / "secret_key")
ALLOWED_HOSTS = envlist("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = envlist("CSRF_TRUSTED_ORIGINS", "")
BEHIND_HTTPS = envbool("BEHIND_HTTPS", False)

# Applications in the order of the data's way: one imports only those before it.
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "drf_spectacular",
    "procrastinate.contrib.django",
    "labeling.accounts",
    "labeling.projects",
    "labeling.hooks",
    "labeling.prompts",
    "labeling.tasks",
    "labeling.rankings",
    "labeling.preferences",
    "labeling.reviews",
    "labeling.datasets",
    "labeling.registry",
    "labeling.runs",
    "labeling.evaluations",
    "labeling.demo",
    "labeling.api",
    "labeling.pages",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "labeling.pages.security.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True

DATABASES = {"default": database_settings(VAR_DIR / "postgres")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CSRF_FAILURE_VIEW = "labeling.pages.views.csrf_failed"
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_HTTPS
SECURE_SSL_REDIRECT = BEHIND_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "labeling.accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "labeling.accounts.permissions.TokenScope",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "labeling.pagination.CursorPages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "labeling.api.errors.handle_error",
    "PAGE_SIZE": 50,
    "URL_FORMAT_OVERRIDE": None,  # ?format= is ours: the format of a download
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Podium",
    "DESCRIPTION": "Human feedback for language models: rankings, preferences, reward models, PPO.",
    "VERSION": "0.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "ProjectStatus": "labeling.projects.models.Project.Status",
        "DatasetStatus": "labeling.datasets.models.Dataset.Status",
        "RunStatus": "labeling.runs.models.Run.Status",
        "WebhookStatus": "labeling.hooks.models.Webhook.Status",
        "DeliveryStatus": "labeling.hooks.models.Delivery.Status",
        "WebhookEvent": "labeling.hooks.models.Kind",
        "InviteState": "labeling.projects.models.Invite.State",
        "TokenScope": "labeling.accounts.scopes.Scope",
        "MemberRole": "labeling.projects.models.Member.Role",
        "MessageRole": "training.contract.rows.ROLES",
        "ImportStatus": "labeling.prompts.models.Import.Status",
        "KnownRows": "labeling.prompts.models.Import.Known",
        "BadLines": "labeling.prompts.models.Import.BadLines",
        "SkipReason": "labeling.tasks.models.Assignment.SkipReason",
        "PracticeStatus": "labeling.tasks.models.PracticeRound.Status",
    },
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("es", "Español"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "labeling" / "locale"]
# The page of the front end reads and writes this cookie too: one choice for all pages.
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = BEHIND_HTTPS
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
FRONTEND_DIST = BASE_DIR / "frontend" / "dist"
STATICFILES_DIRS = [FRONTEND_DIST] if FRONTEND_DIST.exists() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Vite's own hashes name its files; hashing them again would load React twice.
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/assets/"
WHITENOISE_USE_FINDERS = True

IMPORT_MAX_BYTES = envint("IMPORT_MAX_MB", 500, low=1, high=10_000) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# A run is followed by a job of its own, so others must be able to go on beside it. A worker that is asked to stop tells
# its jobs after this grace: a followed trainer then saves and ends.
PROCRASTINATE_WORKER_DEFAULTS = {
    "concurrency": 8,
    "shutdown_graceful_timeout": 1.0,
    "delete_jobs": "successful",
}

# Whether webhooks may call addresses of the site's own network.
WEBHOOK_ALLOW_PRIVATE = envbool("WEBHOOK_ALLOW_PRIVATE", False)

RUNS_DIR = Path(envtext("RUNS_DIR", str(VAR_DIR / "runs"))).resolve()
IMPORTS_DIR = Path(envtext("IMPORTS_DIR", str(VAR_DIR / "imports"))).resolve()
IMPORT_FROM_DIR = Path(envtext("IMPORT_FROM_DIR", str(VAR_DIR / "incoming"))).resolve()
HF_ENDPOINT = envtext("HF_ENDPOINT", "https://huggingface.co").rstrip("/")
HF_TOKEN = envtext("HF_TOKEN", "")
DATASETS_DIR = Path(envtext("DATASETS_DIR", str(VAR_DIR / "datasets"))).resolve()
TRAINER_PYTHON = envtext("TRAINER_PYTHON", sys.executable)
DEMO_DIR = VAR_DIR / "demo"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": envtext("LOG_LEVEL", "WARNING")},
}
