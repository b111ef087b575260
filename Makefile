# fawen 发文：两条命令就够了 —— make serve 和 make test。其余见 make help。

SHELL := /bin/bash
PORT ?= 8000
ARCHIVE ?= var/archive
BIN := .venv/bin
# 每个处理器一个测试进程；同一文件的测试在同一个进程里
CORES ?= -n auto --dist loadfile

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup setup-test serve test lint quick quality golden pictures messages bench bench-search lock matrix clean

help: ## 列出全部命令
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup:
	@scripts/setup

setup-test:
	@scripts/setup test

serve: setup ## 读入 corpus/ 并在 http://127.0.0.1:8000 提供网站（PORT=… 换端口）
	@$(BIN)/fawen --archive $(ARCHIVE) add corpus
	@exec $(BIN)/fawen --archive $(ARCHIVE) serve --port $(PORT)

test: setup-test ## 准备并运行全部检查和测试
	@scripts/chromium
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest $(CORES)

lint:
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

quick: setup-test ## 开发时用：不含慢测试和浏览器测试，三分钟以内
	@$(BIN)/python -m pytest -q $(CORES) -m "not slow and not browser"

quality: setup-test ## 质量评分；缺少共享语料时失败
	@FAWEN_REQUIRE_CORPUS=1 $(BIN)/python -m pytest tests/quality -s

golden: setup-test ## 重写 tests/golden 的标准答案，之后由人逐条审阅差异
	@FAWEN_REWRITE_GOLDEN=1 $(BIN)/python -m pytest -q tests/golden
	@git --no-pager diff --stat -- tests/golden

pictures: setup-test ## 重拍指南里的插图
	@FAWEN_REWRITE_PICTURES=1 $(BIN)/python -m pytest -q tests/browser/test_pictures.py

messages: setup ## 找出网站上要译成英文的话，更新 web/translations；列出还没有译文的
	@$(BIN)/python -m web.messages

bench: setup-test ## 运行 benchmarks/ 下的全部测量
	@$(BIN)/python -m benchmarks

bench-search: setup-test ## 与 Whoosh、SQLite FTS5 和 tantivy 比较检索，需要共享语料
	@scripts/setup bench
	@$(BIN)/python -m benchmarks.peers

lock: setup ## 由 pyproject.toml 重新生成 constraints.txt
	@scripts/lock

matrix: ## 在本机所有受支持的 Python 上运行快速测试
	@scripts/matrix

clean: ## 删除虚拟环境、缓存和 make serve 的档案
	@rm -rf .venv var build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .setup.lock
